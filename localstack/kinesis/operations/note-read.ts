import type { LogRecord } from '../log/frame.ts';
import type { Stream } from '../streams/stream.ts';
import type { Context } from './context.ts';

/** What is read, and by whom. */
interface Reading {
  readonly stream: Stream;
  readonly shardId: string;
  /** Name of the registered consumer; undefined for those that share the shard's reads. */
  readonly consumer: string | undefined;
}

/** A read that was answered. */
interface Read {
  readonly records: readonly LogRecord[];
  /** Epoch milliseconds. */
  readonly started: number;
}

/**
 * Counts a read for the limits and the metrics. An answer without records is of age 0, as the metric is defined. What a
 * registered consumer is given counts as pushed to it.
 *
 * @see https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html
 */
export function noteRead(context: Context, reading: Reading, read: Read | 'throttled'): void {
  const { stream, shardId, consumer } = reading;
  if (consumer === undefined) noteOutcome(context, reading, read === 'throttled');
  if (read === 'throttled') return;
  const { records, started } = read;
  const now = context.now();
  const bytes = records.reduce(
    (sum, record) => sum + record.data.byteLength + Buffer.byteLength(record.partitionKey),
    0,
  );
  const age = now - (records.at(-1)?.arrival ?? now);
  context.limits.countRead(stream, shardId, bytes, consumer);
  context.metrics.ofShard(stream, shardId, [
    ['OutgoingBytes', 'Bytes', bytes],
    ['OutgoingRecords', 'Count', records.length],
  ]);
  if (consumer !== undefined) {
    context.metrics.ofConsumer(stream, consumer, [
      ['SubscribeToShardEvent.Success', 'Count', 1],
      ['SubscribeToShardEvent.Bytes', 'Bytes', bytes],
      ['SubscribeToShardEvent.Records', 'Count', records.length],
      ['SubscribeToShardEvent.MillisBehindLatest', 'Milliseconds', age],
    ]);
    return;
  }
  context.metrics.ofShard(stream, shardId, [['IteratorAgeMilliseconds', 'Milliseconds', age]]);
  context.metrics.ofStream(stream, [
    ['GetRecords.Bytes', 'Bytes', bytes],
    ['GetRecords.Records', 'Count', records.length],
    ['GetRecords.Latency', 'Milliseconds', now - started],
    ['GetRecords.IteratorAgeMilliseconds', 'Milliseconds', age],
  ]);
}

function noteOutcome({ metrics }: Context, { stream, shardId }: Reading, isThrottled: boolean): void {
  const throttled = ['ReadProvisionedThroughputExceeded', 'Count', Number(isThrottled)] as const;
  metrics.ofStream(stream, [throttled, ['GetRecords.Success', 'Count', Number(!isThrottled)]]);
  metrics.ofShard(stream, shardId, [throttled]);
}
