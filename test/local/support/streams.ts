import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamSummaryCommand,
  ListShardsCommand,
  PutRecordsCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { expect, onTestFinished } from 'vitest';
import { localRegion } from '../../../localstack/access.ts';
import { account, type TestClients } from './clients.ts';
import { until } from './until.ts';

/** A stream for the time of a test. */
export interface TestStream {
  readonly name: string;
  readonly arn: string;
  /** Puts texts, one record each. @param keyOf the partition key of a text @default all the same */
  put(texts: readonly string[], keyOf?: (text: string) => string): Promise<void>;
  /** Waits until the stream takes the next change. */
  active(): Promise<void>;
  /** Splits a shard in the middle and waits until it has taken effect. */
  split(shardId: string): Promise<void>;
}

/**
 * Makes a stream.
 *
 * @param atEnd when to delete it @default at the end of the test
 */
export async function createStream(
  { kinesis }: TestClients,
  name: string,
  shards = 1,
  atEnd: (cleanUp: () => Promise<void>) => void = onTestFinished,
): Promise<TestStream> {
  await kinesis.send(new CreateStreamCommand({ StreamName: name, ShardCount: shards }));
  atEnd(async () => {
    await kinesis.send(new DeleteStreamCommand({ StreamName: name, EnforceConsumerDeletion: true }));
  });
  const active = async (): Promise<void> => {
    const ask = () => kinesis.send(new DescribeStreamSummaryCommand({ StreamName: name }));
    const { StreamDescriptionSummary } = await until(
      ask,
      (answer) => answer.StreamDescriptionSummary?.StreamStatus === 'ACTIVE',
      20_000,
      50,
    );
    expect(StreamDescriptionSummary?.StreamStatus).toBe('ACTIVE');
  };
  await active();
  return {
    active,
    name,
    arn: `arn:aws:kinesis:${localRegion}:${account}:stream/${name}`,
    async put(texts, keyOf = () => 'key') {
      for (let from = 0; from < texts.length; from += 500) {
        const Records = texts
          .slice(from, from + 500)
          .map((text) => ({ Data: Buffer.from(text), PartitionKey: keyOf(text) }));
        const { FailedRecordCount } = await kinesis.send(new PutRecordsCommand({ StreamName: name, Records }));
        expect(FailedRecordCount ?? 0).toBe(0);
      }
    },
    async split(shardId) {
      const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName: name }));
      const range = Shards.find(({ ShardId }) => ShardId === shardId)?.HashKeyRange;
      const middle = (BigInt(range?.StartingHashKey ?? 0) + BigInt(range?.EndingHashKey ?? 0)) / 2n;
      await kinesis.send(
        new SplitShardCommand({ StreamName: name, ShardToSplit: shardId, NewStartingHashKey: String(middle) }),
      );
      await active();
    },
  };
}

/** Maps a stream to a function for the time of a test, and waits until it is enabled. Gives its UUID. */
export async function createMapping(
  { lambda }: TestClients,
  source: Pick<TestStream, 'arn'>,
  functionName: string,
  settings: Partial<CreateEventSourceMappingCommandInput> = {},
): Promise<string> {
  const { UUID = '' } = await lambda.send(
    new CreateEventSourceMappingCommand({
      EventSourceArn: source.arn,
      FunctionName: functionName,
      StartingPosition: 'TRIM_HORIZON',
      ...settings,
    }),
  );
  onTestFinished(async () => {
    await lambda.send(new DeleteEventSourceMappingCommand({ UUID })).catch((error: Error) => {
      if (error.name !== 'ResourceNotFoundException') throw error;
    });
  });
  await mappingState({ lambda }, UUID, settings.Enabled === false ? 'Disabled' : 'Enabled');
  return UUID;
}

/** Waits until a mapping is in a state. */
export async function mappingState(
  { lambda }: Pick<TestClients, 'lambda'>,
  UUID: string,
  state: string,
): Promise<void> {
  const reached = await until(
    () => lambda.send(new GetEventSourceMappingCommand({ UUID })),
    ({ State }) => State === state,
    20_000,
    50,
  );
  expect(reached.State).toBe(state);
}
