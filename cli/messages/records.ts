import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { SourceRecord } from '../../core/source.ts';
import { newestRecords } from '../stream/newest-records.ts';
import { readStream } from '../stream/read-stream.ts';
import type { MessagePlan } from './plan.ts';

/** The records of a plan, in its order, up to its limit. */
export async function* messageRecords(
  client: Pick<KinesisClient, 'send'>,
  { reading, isNewest, limit = Number.POSITIVE_INFINITY, matches }: MessagePlan,
  signal: AbortSignal,
): AsyncGenerator<SourceRecord> {
  if (isNewest && reading.until !== undefined) {
    yield* await newestRecords(client, { ...reading, until: reading.until }, { count: limit, matches }, signal);
    return;
  }
  let left = limit;
  for await (const record of readStream(client, reading, signal)) {
    if (!matches(record)) continue;
    yield record;
    left -= 1;
    if (left <= 0) return;
  }
}
