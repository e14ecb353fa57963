import { parseArn } from './arn.ts';
import type { Clients } from './aws/clients.ts';
import { createDeliver } from './destinations.ts';
import type { GivenUp } from './given-up.ts';
import { createInvoke } from './invoke.ts';
import type { IteratorAges } from './iterator-age.ts';
import type { Log } from './log.ts';
import type { MappingWorld, Wanted } from './mapping.ts';
import type { RunnerSettings } from './settings.ts';
import { runShards } from './shards.ts';
import { dynamodbSource } from './sources/dynamodb.ts';
import { kinesisSource } from './sources/kinesis.ts';
import type { StreamSource } from './sources/source.ts';

/** What all mappings share. */
export interface Shared {
  readonly settings: Pick<RunnerSettings, 'kinesisPort' | 'dynamodbPort' | 'gatewayPort'>;
  readonly clients: Clients;
  readonly ages: IteratorAges;
  readonly givenUp: GivenUp;
  readonly log: Log;
}

/** Connects a mapping to the local servers. */
export function connectMapping(shared: Shared): (uuid: string) => Omit<MappingWorld, 'progress'> {
  return (uuid) => {
    const log = shared.log.with({ mapping: uuid });
    const { gatewayPort } = shared.settings;
    const source = (wanted: Wanted) => sourceOf(wanted, { ...shared, log });
    return {
      source,
      run: (wanted, progress) =>
        runShards({
          settings: wanted.settings,
          progress,
          source: source(wanted),
          invoke: createInvoke(wanted.settings, { ...shared, gatewayPort, log }),
          deliver: createDeliver(wanted.settings, { ...shared, gatewayPort, log }),
          givenUp: shared.givenUp,
          log,
          now: Date.now,
        }),
    };
  };
}

function sourceOf({ settings, roleArn }: Wanted, { clients, log, settings: ports }: Shared): StreamSource {
  const { account, region } = parseArn(settings.eventSourceArn);
  const place = { account, region };
  const world = { now: Date.now, log };
  return settings.source === 'kinesis'
    ? kinesisSource(clients.kinesis(place), settings, roleArn, { ...world, port: ports.kinesisPort })
    : dynamodbSource(clients.dynamodbStreams(place), settings, { ...world, port: ports.dynamodbPort });
}
