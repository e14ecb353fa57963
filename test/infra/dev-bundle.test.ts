import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, AssetStaging, Stack } from 'aws-cdk-lib';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { Bundler } from '../../cli/dev/bundler.ts';
import { PipelineFunction } from '../../infra/constructs/pipeline-function.ts';
import { pipelineFile } from '../../infra/pipeline-file.ts';

const outdir = mkdtempSync(path.join(tmpdir(), 'caudal-bundle-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

it('caudal dev bundles a function as a deployment does, byte for byte', async () => {
  const stack = new Stack(new App({ outdir, analyticsReporting: false }), 'Bundles');
  const sweep = { functionName: 'sweep', folder: 'sweep', pipelineFile: pipelineFile({ name: 'sensors' }) };
  const { bundle } = new PipelineFunction(stack, 'Sweep', { ...sweep, description: 'as deployed' });
  const staged = stack.node.findAll().filter((construct) => construct instanceof AssetStaging);
  const [deployed] = staged.map(({ absoluteStagedPath }) =>
    readFileSync(path.join(absoluteStagedPath, 'index.js'), 'utf8'),
  );
  const bundler = new Bundler([bundle]);
  onTestFinished(() => bundler.close());
  const [outcome] = await bundler.build(['sweep']);
  expect(outcome).toMatchObject({ bundle: { functionName: 'sweep', text: deployed } });
  expect(bundler.affectedBy(['pipelines/sensors/event.ts'])).toEqual(['sweep']);
  expect(bundler.affectedBy(['pipelines/users.ts', 'functions/ingest/handler.ts'])).toEqual([]);
});
