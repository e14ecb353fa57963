import type { _Record } from '@aws-sdk/client-kinesis';
import type { SourceRecord } from '../../core/source.ts';

/** A record as the event source mapping would deliver it, of what GetRecords gives of a shard. */
export function sourceRecord(stream: string, shard: string, record: _Record): SourceRecord {
  const { SequenceNumber = '', PartitionKey = '', Data = [], ApproximateArrivalTimestamp } = record;
  return {
    position: { stream, shard, sequence: SequenceNumber },
    partitionKey: PartitionKey,
    arrivedAt: ApproximateArrivalTimestamp?.getTime() ?? 0,
    data: Buffer.from(Data).toString('base64'),
  };
}
