import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis';
import type { ShardParents } from '../../core/reference/stream-order.ts';
import type { SourceRecord } from '../../core/source.ts';

/** All that a stream holds. */
export interface WholeStream {
  /** Shard by shard, in order within each. */
  readonly records: readonly SourceRecord[];
  readonly parents: ShardParents;
}

/** An answer may be empty though records follow: after so many in a row at the tip, the shard counts as read. */
const EMPTY_ANSWERS = 3;

/**
 * Reads a stream from its oldest record to its newest, shards that are closed too.
 *
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListShards.html
 */
export async function readWholeStream(client: KinesisClient, stream: string): Promise<WholeStream> {
  const parents = await shardParents(client, stream);
  const shards = await Promise.all([...parents.keys()].map((shard) => readShard(client, stream, shard)));
  return { records: shards.flat(), parents };
}

/** By shard, of all that still hold records. */
async function shardParents(client: KinesisClient, stream: string): Promise<Map<string, readonly string[]>> {
  const parents = new Map<string, readonly string[]>();
  let next: string | undefined;
  do {
    const page = await client.send(new ListShardsCommand(next ? { NextToken: next } : { StreamName: stream }));
    for (const { ShardId = '', ParentShardId, AdjacentParentShardId } of page.Shards ?? []) {
      parents.set(
        ShardId,
        [ParentShardId, AdjacentParentShardId].filter((id) => id !== undefined),
      );
    }
    next = page.NextToken;
  } while (next);
  return parents;
}

async function readShard(client: KinesisClient, stream: string, shard: string): Promise<SourceRecord[]> {
  const start = { StreamName: stream, ShardId: shard, ShardIteratorType: 'TRIM_HORIZON' } as const;
  let { ShardIterator } = await client.send(new GetShardIteratorCommand(start));
  const records: SourceRecord[] = [];
  for (let empty = 0; ShardIterator && empty < EMPTY_ANSWERS; ) {
    const page = await client.send(new GetRecordsCommand({ ShardIterator }));
    for (const { SequenceNumber = '', PartitionKey = '', Data = [], ApproximateArrivalTimestamp } of page.Records ??
      []) {
      records.push({
        position: { stream, shard, sequence: SequenceNumber },
        partitionKey: PartitionKey,
        arrivedAt: ApproximateArrivalTimestamp?.getTime() ?? 0,
        data: Buffer.from(Data).toString('base64'),
      });
    }
    empty = page.Records?.length === 0 && !page.MillisBehindLatest ? empty + 1 : 0;
    ShardIterator = page.NextShardIterator;
  }
  return records;
}
