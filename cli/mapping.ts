import { setTimeout as sleep } from 'node:timers/promises';
import {
  type EventSourceMappingConfiguration,
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { names } from '../core/names.ts';
import { UserError } from './errors.ts';

/** The event source mapping of a pipeline's ingest function. @throws {UserError} when there is none */
export async function findMapping(client: LambdaClient, pipeline: string): Promise<EventSourceMappingConfiguration> {
  const FunctionName = names.ingestFunction(pipeline);
  const { EventSourceMappings = [] } = await client.send(new ListEventSourceMappingsCommand({ FunctionName }));
  const mapping = EventSourceMappings[0];
  if (!mapping)
    throw new UserError(`${FunctionName} has no event source mapping`, { hint: './caudal deploy makes it.' });
  return mapping;
}

/** Starts or stops the consumer of a pipeline and waits until it has taken effect. */
export async function setConsumer(pipeline: string, enabled: boolean, signal: AbortSignal): Promise<string> {
  const client = new LambdaClient({});
  const wanted = enabled ? 'Enabled' : 'Disabled';
  try {
    const { UUID, State } = await findMapping(client, pipeline);
    if (State === wanted) return wanted;
    await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: enabled }));
    for (let tries = 0; tries < 120; tries++) {
      const now = await client.send(new GetEventSourceMappingCommand({ UUID }));
      if (now.State === wanted) return wanted;
      await sleep(250, undefined, { signal });
    }
    throw new UserError(`The consumer of ${pipeline} is still not ${wanted.toLowerCase()} after 30 s`);
  } finally {
    client.destroy();
  }
}
