import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { consumers } from '../../consumers/index.ts';
import { addCaudal } from '../../infra/caudal.ts';
import { repositoryRoot } from '../../infra/constructs/bundle.ts';
import { PipelineFunction } from '../../infra/constructs/pipeline-function.ts';
import { selectedPipelines } from '../../infra/selected-pipelines.ts';
import { examples, pipelines } from '../../pipelines/index.ts';
import type { Plan, StackTemplate } from './plan.ts';

/*
 * Prints the plan of the sources as they are now, as JSON. A process of its own each time, since a module that was loaded once
 * stays as it was.
 *
 * node cli/dev/plan-process.ts '["pipelines=sensors", …]'
 */
const given = JSON.parse(process.argv[2] ?? '[]') as string[];
const { context } = JSON.parse(readFileSync(path.join(repositoryRoot, 'cdk.json'), 'utf8')) as {
  readonly context: object;
};
const outdir = mkdtempSync(path.join(tmpdir(), 'caudal-plan-'));
try {
  const app = new App({
    outdir,
    analyticsReporting: false,
    context: {
      ...context,
      ...Object.fromEntries(given.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
      // No code is bundled, and nothing is copied.
      'aws:cdk:bundling-stacks': [],
      'aws:cdk:disable-asset-staging': true,
    },
  });
  addCaudal(app, selectedPipelines(app.node, pipelines, examples), { consumers });
  const { stacks } = app.synth();
  const plan: Plan = {
    functions: app.node
      .findAll()
      .filter((construct) => construct instanceof PipelineFunction)
      .map(({ bundle }) => bundle),
    templates: Object.fromEntries(stacks.map(({ stackName, template }) => [stackName, template as StackTemplate])),
  };
  process.stdout.write(JSON.stringify(plan));
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
