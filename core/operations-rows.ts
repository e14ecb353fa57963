import { Buffer } from 'node:buffer';
import type { BatchOutcome } from './batch.ts';
import { bytesOf, textOf } from './decode.ts';
import { eventTimestamp } from './event-timestamp.ts';
import { bucketOf } from './keys.ts';
import { LATEST_BUCKETS, REJECTED_BUCKETS } from './operations-tables.ts';
import type { Pipeline } from './pipeline.ts';
import type { SourceRecord } from './source.ts';
import type { AcceptedRecord, RejectedRecord } from './store.ts';
import type { Row } from './table.ts';

/** A payload of more bytes is kept in the operations bucket, not in the row. */
const MAX_INLINE_BYTES = 262_144;
const HOUR_MS = 3_600_000;

/**
 * The payload, where it is too large (over 262,144 bytes) for a row of `ops.rejected_events`. Data that is no base64 is
 * its own payload.
 */
export function oversizedPayload(record: SourceRecord): Uint8Array | undefined {
  const bytes = bytesOf(record.data) ?? Buffer.from(record.data);
  return bytes.length > MAX_INLINE_BYTES ? bytes : undefined;
}

/**
 * The row of `ops.rejected_events` that keeps a rejected record whole.
 * @param payloadRef where {@link oversizedPayload} was put (`s3://bucket/key`)
 * @throws {RangeError} for an oversized payload without `payloadRef`, for that row would lose it
 */
export function rejectedRow(pipelineName: string, { record, reasons }: RejectedRecord, payloadRef?: string): Row {
  const { position, arrivedAt } = record;
  return {
    pipeline: pipelineName,
    day: new Date(arrivedAt).toISOString().slice(0, 10),
    bucket: bucketOf(`${position.shard}:${position.sequence}`, REJECTED_BUCKETS),
    arrived_at: new Date(arrivedAt),
    shard: position.shard,
    sequence: position.sequence,
    stream: position.stream,
    partition_key: record.partitionKey,
    reasons: reasons.map(({ code, field, message }) => [code, field, message].filter(Boolean).join(': ')),
    ...payloadColumns(record, payloadRef),
  };
}

function payloadColumns(record: SourceRecord, payloadRef: string | undefined): Row {
  if (payloadRef !== undefined) return { payload: null, payload_base64: null, payload_ref: payloadRef };
  if (oversizedPayload(record)) {
    throw new RangeError(
      `A payload of over ${MAX_INLINE_BYTES} bytes needs a payloadRef (record ${record.position.sequence})`,
    );
  }
  const bytes = bytesOf(record.data);
  const text = bytes && textOf(bytes);
  return text === undefined
    ? { payload: null, payload_base64: record.data, payload_ref: null }
    : { payload: text, payload_base64: null, payload_ref: null };
}

/** The row of `ops.latest_values` and its write timestamp; nothing where {@link eventTimestamp} gives none. */
export function latestRow<E>(
  pipeline: Pipeline<E>,
  { record, event }: AcceptedRecord<E>,
): { readonly row: Row; readonly timestamp: bigint } | undefined {
  const eventTime = pipeline.eventTime(event);
  const key = pipeline.latest.key(event);
  const id = pipeline.id(event);
  const values = JSON.stringify(pipeline.latest.values(event));
  const timestamp = eventTimestamp(eventTime, record.arrivedAt, `${id}\n${values}`);
  if (timestamp === undefined) return undefined;
  const row = {
    pipeline: pipeline.name,
    bucket: bucketOf(key, LATEST_BUCKETS),
    key,
    event_id: id,
    event_time: new Date(eventTime),
    values_json: values,
  };
  return { row, timestamp };
}

/**
 * The row of `ops.ingest_batches` for what a batch finished: `records` counts those stored or rejected, and the
 * sequence numbers span them. Nothing for a batch that finished no record.
 */
export function batchRow(pipelineName: string, outcome: BatchOutcome, requestId: string): Row | undefined {
  const finished = outcome.stored.length + outcome.rejected.length;
  const first = outcome.records[0];
  const last = outcome.records[finished - 1];
  if (!first || !last) return undefined;
  return {
    pipeline: pipelineName,
    hour: new Date(Math.floor(outcome.receivedAt / HOUR_MS) * HOUR_MS),
    received_at: new Date(outcome.receivedAt),
    shard: first.position.shard,
    first_sequence: first.position.sequence,
    last_sequence: last.position.sequence,
    records: finished,
    stored: outcome.stored.length,
    rejected: outcome.rejected.length,
    judged_at: new Date(outcome.judgedAt),
    written_at: new Date(outcome.writtenAt),
    request_id: requestId,
  };
}
