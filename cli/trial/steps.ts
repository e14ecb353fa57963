import { KeyspacesClient, ListKeyspacesCommand } from '@aws-sdk/client-keyspaces';
import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';
import { type Names, namesOf } from '../../core/names.ts';
import { lambdaClient } from '../../functions/clients/aws.ts';
import { pipelineNamed } from '../../pipelines/index.ts';
import { runCdkAt } from '../cdk.ts';
import { UserError } from '../errors.ts';
import { newRunId } from '../ledger/runs.ts';
import { isComplete } from '../produce/text.ts';
import { runLambdaProducers } from '../run/lambda-producers.ts';
import { stagePipeline } from '../stage.ts';
import type { Target } from '../target/target.ts';
import { checks } from './checks/index.ts';
import { leftovers } from './leftovers.ts';
import { removeStage } from './remove.ts';
import { Stacks } from './stacks.ts';
import type { Found, TrialPorts } from './trial.ts';

/** Prefix of the stage that a trial makes and removes. */
export const TRIAL_PREFIX = 'trial';

const PIPELINE = 'sensors';

/** What the trial sends. */
export interface TrialLoad {
  readonly eventsPerSecond: number;
  readonly durationSeconds: number;
}

/** Takes lines about what goes on. */
export interface Tell {
  readonly line: (text: string) => void;
}

/** The parts of a trial over a target, to which the clients of this process point already, as they do to its stage. */
export function trialSteps(target: Target, load: TrialLoad, tell: Tell): Omit<TrialPorts, 'onBegin' | 'onResult'> {
  const names = namesOf(TRIAL_PREFIX);
  return {
    prepare: () => prepare(target, names),
    deploy: (signal) => deploy(target, names, tell, signal),
    produce: (signal) => produce(target, names, load, signal),
    checks,
    async remove(signal) {
      await removeStage(names, tell.line, signal);
      return 'the stacks are deleted, and all data with them';
    },
    leftovers: () => leftovers(names),
  };
}

/** Keyspaces answers in the region, Lambda has concurrency, and nobody has a stage of that name. */
async function prepare(target: Target, names: Names): Promise<string> {
  const stacks = new Stacks();
  const keyspaces = new KeyspacesClient({ maxAttempts: 2 });
  const lambda = lambdaClient();
  try {
    const there = await stacks.find(names.stacks.storage);
    if (there) {
      throw new UserError(
        `There is a stage "${TRIAL_PREFIX}" already (${names.stacks.storage} is ${there.StackStatus}), of a trial that was kept or cut short: ` +
          `./caudal trial${target.flags} --remove removes it, and all data in it`,
      );
    }
    await keyspaces.send(new ListKeyspacesCommand({ maxResults: 1 }));
    const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
    return `Keyspaces answers in ${target.region}, Lambda may run ${AccountLimit?.ConcurrentExecutions} at a time`;
  } finally {
    stacks.close();
    keyspaces.destroy();
    lambda.destroy();
  }
}

async function deploy(target: Target, names: Names, { line }: Tell, signal: AbortSignal): Promise<string> {
  const isNew = await target.bootstrap({ signal, onLine: (text) => line(text.trim()) });
  // What cdk.json may say for good must not keep a trial from being removed.
  const given = [`prefix=${TRIAL_PREFIX}`, `pipelines=${PIPELINE}`, 'retainData=false'];
  const context = given.flatMap((pair) => ['--context', pair]);
  line('making templates and bundles');
  await runCdkAt(target.place, ['synth', '--quiet', '--output', target.templates, ...context], { signal });
  line('deploying four stacks');
  await runCdkAt(
    target.place,
    [
      ...['deploy', '--all', '--app', target.templates, '--require-approval', 'never', '--method', 'direct'],
      ...['--concurrency', '4', '--progress', 'events'],
      ...(await target.parameters()),
    ],
    { signal, onLine: (text) => void (/✅/.test(text) && line(text.trim())) },
  );
  return `${Object.values(names.stacks).join(', ')}${isNew ? '; CDK was bootstrapped first, and stays so' : ''}`;
}

async function produce(
  target: Target,
  names: Names,
  load: TrialLoad,
  signal: AbortSignal,
): Promise<{ message: string; found: Found }> {
  const stacks = new Stacks();
  try {
    const operationsBucket = await stacks.output(names.stacks.storage, names.operationsBucketOutput);
    const registryUrl = await stacks.output(names.stacks.processing, names.registryOutput);
    const faults = { invalid: 0.1, duplicate: 0, late: 0, outOfOrder: 0 };
    const request = { pipeline: PIPELINE, ...load, devices: 20, producer: 0, retries: 3, lingerMs: 50, faults };
    const produced = await runLambdaProducers({ ...request, runId: newRunId() }, 1, signal);
    if (!isComplete(produced)) throw new UserError(`the producer did not get through: ${produced.error}`);
    const { sent, runId } = produced;
    return {
      message: `${sent} events of ${PIPELINE} in ${load.durationSeconds} s, 10 % of them invalid; run ${runId}`,
      found: { target, names, pipeline: stagePipeline(pipelineNamed(PIPELINE)), runId, operationsBucket, registryUrl },
    };
  } finally {
    stacks.close();
  }
}
