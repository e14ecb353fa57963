import type { LogRecord } from '../log/frame.ts';
import type { Stream } from '../streams/stream.ts';
import type { Context } from './context.ts';

/** A read that was answered. */
interface Read {
  readonly records: readonly LogRecord[];
  /** Epoch milliseconds. */
  readonly started: number;
}

/**
 * Counts a read for the limits and the metrics. An answer without records is of age 0, as the metric is defined.
 *
 * @see https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html
 */
export function noteRead(context: Context, stream: Stream, shardId: string, read: Read | 'throttled'): void {
  const { limits, metrics } = context;
  const throttled = ['ReadProvisionedThroughputExceeded', 'Count', Number(read === 'throttled')] as const;
  metrics.ofStream(stream, [throttled, ['GetRecords.Success', 'Count', Number(read !== 'throttled')]]);
  metrics.ofShard(stream, shardId, [throttled]);
  if (read === 'throttled') return;
  const now = context.now();
  const { records, started } = read;
  const bytes = records.reduce(
    (sum, record) => sum + record.data.byteLength + Buffer.byteLength(record.partitionKey),
    0,
  );
  const age = now - (records.at(-1)?.arrival ?? now);
  limits.countRead(stream, shardId, bytes);
  metrics.ofStream(stream, [
    ['GetRecords.Bytes', 'Bytes', bytes],
    ['GetRecords.Records', 'Count', records.length],
    ['GetRecords.Latency', 'Milliseconds', now - started],
    ['GetRecords.IteratorAgeMilliseconds', 'Milliseconds', age],
  ]);
  metrics.ofShard(stream, shardId, [
    ['OutgoingBytes', 'Bytes', bytes],
    ['OutgoingRecords', 'Count', records.length],
    ['IteratorAgeMilliseconds', 'Milliseconds', age],
  ]);
}
