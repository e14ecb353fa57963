import {
  CreateStreamCommand,
  type KinesisClient,
  ListShardsCommand,
  MergeShardsCommand,
  PutRecordCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { clientFor } from './client.ts';
import { serveEngine } from './served.ts';

/** A stream of an engine behind HTTP, whose clock the test moves. */
export interface ReadBack {
  readonly client: KinesisClient;
  readonly stream: string;
  /** Puts a text one second after the one before. @param key partition key */
  put(text: string, key?: string): Promise<void>;
  /** Milliseconds since the epoch, as the engine has it. */
  now(): number;
  /** Lets time pass, in milliseconds. */
  pass(ms: number): void;
  /** Splits an open shard in the middle. */
  split(shard: string): Promise<void>;
  merge(shard: string, adjacent: string): Promise<void>;
}

/** Makes a stream of as many shards, an hour ago. */
export async function readBackStream(shards: number): Promise<ReadBack> {
  let time = Date.now() - 3_600_000;
  const failures: unknown[] = [];
  const { port } = await serveEngine(
    (error) => failures.push(error),
    () => time,
  );
  const client = clientFor(port);
  const stream = 'looked-into';
  await client.send(new CreateStreamCommand({ StreamName: stream, ShardCount: shards }));
  return {
    client,
    stream,
    now: () => time,
    pass: (ms) => {
      time += ms;
    },
    async put(text, key = text) {
      time += 1000;
      await client.send(new PutRecordCommand({ StreamName: stream, PartitionKey: key, Data: Buffer.from(text) }));
    },
    async split(shard) {
      const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: stream }));
      const range = Shards.find(({ ShardId }) => ShardId === shard)?.HashKeyRange;
      const middle = (BigInt(range?.StartingHashKey ?? 0) + BigInt(range?.EndingHashKey ?? 0)) / 2n;
      const ShardToSplit = shard;
      await client.send(
        new SplitShardCommand({ StreamName: stream, ShardToSplit, NewStartingHashKey: String(middle) }),
      );
    },
    async merge(ShardToMerge, AdjacentShardToMerge) {
      await client.send(new MergeShardsCommand({ StreamName: stream, ShardToMerge, AdjacentShardToMerge }));
    },
  };
}
