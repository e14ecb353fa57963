import { Argument, type Command, InvalidArgumentError } from 'commander';
import { didYouMean } from '../../core/did-you-mean.ts';
import type { PullRun } from '../../core/pull/pull-run.ts';
import { pipelines } from '../../pipelines/index.ts';
import { action, stageCommand } from '../command.ts';
import { findDeployment } from '../deployment.ts';
import { exitCodes, UserError } from '../errors.ts';
import { fetchText } from '../fetch/text.ts';
import { invokeFunction } from '../invoke.ts';
import { pipelineOf } from '../pipeline-argument.ts';
import { stageNames } from '../stage.ts';
import { numberIn } from '../values.ts';

/** No source takes more; the pipeline's own bound is checked when it is known. */
const MOST_COUNT = 100_000;

/** `caudal fetch <pipeline>` */
export function create(): Command {
  return stageCommand('fetch', "fetch from a pipeline's source now; its rule does so at an interval", [
    'fetch users',
    'fetch users --count 5000',
    'fetch users --json | jq .records',
  ])
    .addArgument(pullingArgument())
    .option('--count <n>', 'of an HTTP source: how many records to ask for', numberIn(1, MOST_COUNT, 'integer'))
    .action(
      action(async ({ output, config, signal }, name: string, { count }: { count?: number }) => {
        requireCount(name, count);
        await findDeployment(config);
        const hint = `./caudal logs fetch --pipeline ${name} shows what it logged.`;
        const payload = count === undefined ? {} : { count };
        const run = await invokeFunction<PullRun>(stageNames().fetchFunction(name), payload, { hint, signal });
        output.result(run, () => [fetchText(run), ...nextStep(run)].join('\n'));
        return run.outcome === 'done' ? exitCodes.ok : exitCodes.failed;
      }),
    );
}

function nextStep({ records, pipeline, runId }: PullRun): string[] {
  return records === 0 ? [] : ['', `Next: ./caudal ledger ${pipeline} --run ${runId} --wait 30s`];
}

function pullingArgument(): Argument {
  const pulling = pipelines.filter(({ pull }) => pull !== undefined).map(({ name }) => name);
  return new Argument('<pipeline>', `one with a source: ${pulling.join(', ')}`).argParser((name: string) => {
    if (pulling.includes(name)) return name;
    throw new InvalidArgumentError(
      pipelines.some((pipeline) => pipeline.name === name)
        ? `The pipeline ${name} declares no pull source; records are sent to it. With one: ${pulling.join(', ')}.`
        : `There is no pipeline "${name}". With a source: ${pulling.join(', ')}.${didYouMean(name, pulling)}`,
    );
  });
}

function requireCount(name: string, count: number | undefined): void {
  const { pull } = pipelineOf(name);
  if (count === undefined || pull === undefined) return;
  if (pull.kind === 'http' && count <= pull.count.most) return;
  throw new UserError(
    pull.kind === 'http'
      ? `--count must be at most ${pull.count.most} for ${name} (received ${count})`
      : `${name} reads a table to its end: there is no --count`,
    { exitCode: exitCodes.usage },
  );
}
