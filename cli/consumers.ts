import { setTimeout as sleep } from 'node:timers/promises';
import {
  type EventSourceMappingConfiguration,
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { consumers as declared } from '../consumers/index.ts';
import type { Pipeline } from '../core/pipeline.ts';
import { UserError } from './errors.ts';
import { stageNames } from './stage.ts';

/**
 * The name of a function that reads the stream of a pipeline: `ingest` stores its events, `analyze` applies them to windows and
 * rules, others are declared in `consumers/`. The function is `stageNames().consumerFunction`.
 */
export type ConsumerName = string;

/** The consumers that a pipeline has. */
export function consumersOf(pipeline: Pick<Pipeline, 'name' | 'analysis'>): readonly ConsumerName[] {
  return ['ingest', ...(pipeline.analysis === undefined ? [] : ['analyze']), ...furtherConsumersOf(pipeline)];
}

/** Those of them that are declared in `consumers/`. */
export function furtherConsumersOf({ name }: Pick<Pipeline, 'name'>): readonly ConsumerName[] {
  return declared.filter(({ pipeline }) => pipeline.name === name).map((consumer) => consumer.name);
}

/** The event source mapping of a function. @throws {UserError} when there is none */
export async function findMapping(
  client: LambdaClient,
  functionName: string,
): Promise<EventSourceMappingConfiguration> {
  const { EventSourceMappings = [] } = await client.send(
    new ListEventSourceMappingsCommand({ FunctionName: functionName }),
  );
  const mapping = EventSourceMappings[0];
  if (!mapping)
    throw new UserError(`${functionName} has no event source mapping`, { hint: './caudal deploy makes it.' });
  return mapping;
}

/**
 * Starts or stops consumers of a pipeline, all at once, and waits until it has taken effect.
 *
 * @returns the state of each
 * @throws {UserError} for one without a mapping, or that does not change within 30 s
 */
export async function setConsumers(
  pipeline: string,
  consumers: readonly ConsumerName[],
  enabled: boolean,
  signal: AbortSignal,
): Promise<Readonly<Record<ConsumerName, string>>> {
  const client = new LambdaClient({});
  try {
    const states = consumers.map(async (consumer) => [
      consumer,
      await setMapping(client, stageNames().consumerFunction(pipeline, consumer), enabled, signal),
    ]);
    return Object.fromEntries(await Promise.all(states));
  } finally {
    client.destroy();
  }
}

async function setMapping(
  client: LambdaClient,
  functionName: string,
  enabled: boolean,
  signal: AbortSignal,
): Promise<string> {
  const wanted = enabled ? 'Enabled' : 'Disabled';
  const { UUID, State } = await findMapping(client, functionName);
  if (State === wanted) return wanted;
  await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: enabled }));
  for (let tries = 0; tries < 120; tries++) {
    const now = await client.send(new GetEventSourceMappingCommand({ UUID }));
    if (now.State === wanted) return wanted;
    await sleep(250, undefined, { signal });
  }
  throw new UserError(`The mapping of ${functionName} is still not ${wanted.toLowerCase()} after 30 s`);
}
