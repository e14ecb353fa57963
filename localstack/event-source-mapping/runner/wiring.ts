import { parseArn } from './arn.ts';
import type { Clients, Place } from './aws/clients.ts';
import { createDeliver } from './destinations.ts';
import { createInvoke } from './invoke.ts';
import type { IteratorAges } from './iterator-age.ts';
import type { Log } from './log.ts';
import type { MappingWorld, Wanted } from './mapping.ts';
import { runShards } from './shards.ts';
import { dynamodbSource } from './sources/dynamodb.ts';
import { kinesisSource } from './sources/kinesis.ts';
import type { StreamSource } from './sources/source.ts';

/** What all mappings share. */
export interface Shared {
  readonly clients: Clients;
  readonly ages: IteratorAges;
  readonly log: Log;
}

/** Connects a mapping to the local servers. */
export function connectMapping({ clients, ages, log }: Shared): (uuid: string) => Omit<MappingWorld, 'progress'> {
  return (uuid) => {
    const mappingLog = log.with({ mapping: uuid });
    const source = (wanted: Wanted) => sourceOf(wanted, clients, mappingLog);
    return {
      source,
      run(wanted, progress) {
        const { settings } = wanted;
        return runShards({
          settings,
          progress,
          source: source(wanted),
          invoke: createInvoke(clients, settings, ages, mappingLog),
          deliver: createDeliver(clients, settings, placeOf(settings.functionArn), mappingLog),
          log: mappingLog,
          now: Date.now,
        });
      },
    };
  };
}

function sourceOf({ settings, roleArn }: Wanted, clients: Clients, log: Log): StreamSource {
  const place = placeOf(settings.eventSourceArn);
  return settings.source === 'kinesis'
    ? kinesisSource(clients.kinesis(place), settings, roleArn, Date.now, log)
    : dynamodbSource(clients.dynamodbStreams(place), settings, Date.now, log);
}

function placeOf(arn: string): Place {
  const { account, region } = parseArn(arn);
  return { account, region };
}
