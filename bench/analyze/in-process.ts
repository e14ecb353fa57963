import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, type PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { outputRows } from '../../core/analysis/batch/output-rows.ts';
import { createGroupFold } from '../../core/analysis/fold/group-fold.ts';
import { createKeyFold } from '../../core/analysis/fold/key-fold.ts';
import type { AnalyzedPipeline } from '../../core/analysis/fold/pipeline-parts.ts';
import { namesOf } from '../../core/names.ts';
import { type Clock, systemClock } from '../../functions/clients/clock.ts';
import { connectCql } from '../../functions/clients/cql/connect.ts';
import { CqlSession } from '../../functions/clients/cql/session.ts';
import { publisher } from '../../functions/clients/publisher/publisher.ts';
import { StateStore } from '../../functions/clients/state/store.ts';
import { cqlCredentials, localRegion } from '../../localstack/cloud.ts';
import type { CloudConfig } from '../../localstack/config.ts';

const names = namesOf('');

/** How analysis runs in this process. */
export interface InProcessOptions {
  /** @default the machine's */
  readonly clock?: Clock;
  /** For states remembered, in bytes. @default 0 */
  readonly memoryBytes?: number;
  /** Whether alerts go to the bus; else they count as taken. @default true */
  readonly toBus?: boolean;
}

/** What the functions of analysis are made of, in this process, over the DynamoDB, Cassandra and bus of a local cloud that runs. */
export function analysisInProcess<E>(
  config: CloudConfig,
  pipeline: AnalyzedPipeline<E>,
  { clock = systemClock, memoryBytes = 0, toBus = true }: InProcessOptions = {},
) {
  const options = {
    endpoint: `http://127.0.0.1:${config.ports.localstack}`,
    region: localRegion,
    credentials: { accessKeyId: '000000000000', secretAccessKey: 'local' },
    requestHandler: new NodeHttpHandler(),
  };
  const dynamo = new DynamoDBClient(options);
  const bus = new EventBridgeClient(options);
  const events = toBus ? bus : { send: takeAll };
  const session = new CqlSession(() =>
    connectCql(
      {
        contactPoint: '127.0.0.1',
        port: config.ports.cassandra,
        tls: false,
        auth: { kind: 'password', secretArn: names.cqlSecret },
        region: localRegion,
      },
      { password: async () => cqlCredentials(config), credentials: async () => options.credentials },
    ),
  );
  return {
    dynamo,
    session,
    keyFold: createKeyFold(pipeline),
    groupFold: createGroupFold(pipeline),
    state: new StateStore({
      client: dynamo,
      table: names.stateTable,
      pipeline: pipeline.name,
      clock,
      random: Math.random,
      memoryBytes,
    }),
    publish: publisher({ rows: outputRows(pipeline), session, events, bus: names.alertBus, clock }),
    now: () => clock.now(),
    async close(): Promise<void> {
      dynamo.destroy();
      bus.destroy();
      await session.close();
    },
  };
}

/** A bus that takes everything and keeps nothing. */
const takeAll = async ({ input }: PutEventsCommand) => ({
  $metadata: {},
  Entries: (input.Entries ?? []).map(() => ({ EventId: 'taken' })),
});
