import { GetRecordsCommand, GetShardIteratorCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import type { SourceRecord } from '../../core/source.ts';
import type { IngestBatch } from '../ledger/batches.ts';
import { sourceRecord } from '../stream/source-record.ts';

/** Answers of a shard that are read for one batch at the most: an answer may be empty though records follow. */
const MOST_ANSWERS = 50;

/** Reads the records of a finished batch back from the stream. */
export async function batchRecords(client: KinesisClient, stream: string, batch: IngestBatch): Promise<SourceRecord[]> {
  const last = BigInt(batch.lastSequence);
  let { ShardIterator } = await client.send(
    new GetShardIteratorCommand({
      StreamName: stream,
      ShardId: batch.shard,
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      StartingSequenceNumber: batch.firstSequence,
    }),
  );
  const found: SourceRecord[] = [];
  for (let answer = 0; ShardIterator && answer < MOST_ANSWERS; answer += 1) {
    const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator, Limit: 500 }));
    for (const record of Records) {
      const read = sourceRecord(stream, batch.shard, record);
      const sequence = BigInt(read.position.sequence);
      if (sequence > last) return found;
      found.push(read);
      if (sequence === last) return found;
    }
    ShardIterator = NextShardIterator;
  }
  return found;
}
