import type { Judgement } from '../../judge.ts';
import type { SourceRecord } from '../../source.ts';
import type { AcceptedRecord } from '../../store.ts';

/** The events of one partition key in a batch, in stream order. */
export interface KeyBatch<E> {
  readonly key: string;
  readonly records: readonly [AcceptedRecord<E>, ...AcceptedRecord<E>[]];
}

/** A batch of one shard, judged. */
export interface JudgedBatch<E> {
  /** All records, in stream order. */
  readonly records: readonly SourceRecord[];
  /** By the position of the first event. */
  readonly keys: readonly KeyBatch<E>[];
  /** Records that are no events. Ingest keeps them, with every reason; here they are only counted. */
  readonly rejected: readonly SourceRecord[];
}

/**
 * Judges the records of a batch, as ingest does, and parts the events by partition key: that of the stream, since it alone
 * says what lies in one shard and so has an order.
 */
export function judgeBatch<E>(
  judge: (record: SourceRecord) => Judgement<E>,
  records: readonly SourceRecord[],
): JudgedBatch<E> {
  const byKey = new Map<string, [AcceptedRecord<E>, ...AcceptedRecord<E>[]]>();
  const rejected: SourceRecord[] = [];
  for (const record of records) {
    const judgement = judge(record);
    if ('rejected' in judgement) {
      rejected.push(record);
      continue;
    }
    const known = byKey.get(record.partitionKey);
    if (known) known.push(judgement.accepted);
    else byKey.set(record.partitionKey, [judgement.accepted]);
  }
  return { records, keys: [...byKey].map(([key, ofKey]) => ({ key, records: ofKey })), rejected };
}
