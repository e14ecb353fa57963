import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { environment, type PullTarget } from '../../core/environment.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { judgeRuns } from '../../core/pull/judge-runs.ts';
import type { MissedRuns } from '../../core/pull/missed-runs.ts';
import type { PullRun } from '../../core/pull/pull-run.ts';
import { readRuns } from '../../functions/clients/pull/runs.ts';
import { stageNames } from '../stage.ts';

/** How a fetch function does. */
export interface FetchStatus {
  readonly pipeline: string;
  /** The interval that it was deployed with. */
  readonly every: string;
  readonly ok: boolean;
  /** What was found, and what to do where it is not well. */
  readonly message: string;
  readonly lastRun?: PullRun;
  /** When the schedule last asked for a run, ISO 8601. */
  readonly lastScheduledAt?: string;
  /** Runs that the schedule should have begun since, and did not. */
  readonly overdue?: MissedRuns;
}

/** Runs that are looked at. */
const RUNS = 60;

/** Looks at the fetch function of each of these pipelines that has one. One that is not deployed is left out. */
export async function fetchStatuses(pipelines: readonly Pipeline[]): Promise<FetchStatus[]> {
  const pulling = pipelines.filter(({ pull }) => pull !== undefined);
  if (pulling.length === 0) return [];
  const lambda = new LambdaClient({});
  const dynamo = new DynamoDBClient({});
  try {
    const found = await Promise.all(pulling.map(({ name }) => fetchStatus(lambda, dynamo, name)));
    return found.filter((status) => status !== undefined);
  } finally {
    lambda.destroy();
    dynamo.destroy();
  }
}

async function fetchStatus(
  lambda: LambdaClient,
  dynamo: DynamoDBClient,
  pipeline: string,
): Promise<FetchStatus | undefined> {
  const every = await deployedInterval(lambda, pipeline);
  if (every === undefined) return undefined;
  const known = await readRuns(dynamo, stageNames().stateTable, pipeline, RUNS);
  const [lastRun] = known.runs;
  return {
    pipeline,
    every,
    ...judgeRuns({ pipeline, every, now: Date.now(), ...known }),
    ...(lastRun && { lastRun }),
    ...(known.lastScheduled && { lastScheduledAt: known.lastScheduled.at.toISOString() }),
  };
}

async function deployedInterval(lambda: LambdaClient, pipeline: string): Promise<string | undefined> {
  try {
    const { Environment } = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: stageNames().fetchFunction(pipeline) }),
    );
    return (JSON.parse(Environment?.Variables?.[environment.pull] ?? '{}') as Partial<PullTarget>).every;
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}
