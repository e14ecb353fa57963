import { GetRecordsCommand, GetShardIteratorCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import type { ShardParents } from '../../core/reference/stream-order.ts';
import type { SourceRecord } from '../../core/source.ts';
import { streamShards } from './shards.ts';
import { sourceRecord } from './source-record.ts';

/** All that a stream holds. */
export interface WholeStream {
  /** Shard by shard, in order within each. */
  readonly records: readonly SourceRecord[];
  readonly parents: ShardParents;
}

/** An answer may be empty though records follow: after so many in a row at the tip, the shard counts as read. */
const EMPTY_ANSWERS = 3;

/** Reads a stream from its oldest record to its newest, shards that are closed too. */
export async function readWholeStream(client: KinesisClient, stream: string): Promise<WholeStream> {
  const shards = await streamShards(client, stream);
  const records = await Promise.all(shards.map(({ id }) => readShard(client, stream, id)));
  return { records: records.flat(), parents: new Map(shards.map(({ id, parents }) => [id, parents])) };
}

async function readShard(client: KinesisClient, stream: string, shard: string): Promise<SourceRecord[]> {
  const start = { StreamName: stream, ShardId: shard, ShardIteratorType: 'TRIM_HORIZON' } as const;
  let { ShardIterator } = await client.send(new GetShardIteratorCommand(start));
  const records: SourceRecord[] = [];
  for (let empty = 0; ShardIterator && empty < EMPTY_ANSWERS; ) {
    const page = await client.send(new GetRecordsCommand({ ShardIterator }));
    for (const record of page.Records ?? []) records.push(sourceRecord(stream, shard, record));
    empty = page.Records?.length === 0 && !page.MillisBehindLatest ? empty + 1 : 0;
    ShardIterator = page.NextShardIterator;
  }
  return records;
}
