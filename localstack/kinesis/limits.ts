import { KinesisError } from './errors.ts';
import type { Stream } from './streams/stream.ts';

/** Refuses what a provisioned shard of AWS would refuse. */
export interface Limits {
  /** Counts a write towards its shard; `false` when the shard has no room for it in this second. */
  takeWrite(stream: Stream, shardId: string, bytes: number): boolean;
  /**
   * Whether a shard may be read now. A read that may is counted.
   * @param consumer name of the registered consumer that reads @default one of those that share the shard's reads
   */
  takeRead(stream: Stream, shardId: string, consumer?: string): boolean;
  /** Counts what a read has given. */
  countRead(stream: Stream, shardId: string, bytes: number, consumer?: string): void;
}

/** Refuses nothing. */
export const noLimits: Limits = { takeWrite: () => true, takeRead: () => true, countRead: () => undefined };

const mebibyte = 1024 * 1024;
const recordsPerSecond = 1000;
const readsPerSecond = 5;
const readBytesPerSecond = 2 * mebibyte;

/** An allowance that fills up again with time. */
interface Bucket {
  level: number;
  at: number;
}

interface ShardBuckets {
  readonly records: Bucket;
  readonly bytes: Bucket;
  readonly reads: Bucket;
  readonly readBytes: Bucket;
  /** Those of registered consumers, by name. */
  readonly fanOutBytes: Map<string, Bucket>;
}

/**
 * A shard's limits: 1,000 records and 1 MiB a second in; five reads and 2 MiB a second out, where a read of 10 MiB costs the
 * next five seconds. A record of more than 1 MiB passes while the shard has room, and the next ones pay for it. A registered
 * consumer has 2 MiB a second of each shard for itself, and is pushed what there is: it makes no reads that could be counted.
 *
 * @param now epoch milliseconds
 * @see https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
 * @see https://docs.aws.amazon.com/streams/latest/dev/enhanced-consumers.html
 */
export function shardLimits(now: () => number): Limits {
  const streams = new WeakMap<Stream, Map<string, ShardBuckets>>();

  const full = (level: number): Bucket => ({ level, at: now() });

  function bucketsOf(stream: Stream, shardId: string): ShardBuckets {
    const shards = streams.get(stream) ?? new Map<string, ShardBuckets>();
    streams.set(stream, shards);
    const known = shards.get(shardId) ?? {
      records: full(recordsPerSecond),
      bytes: full(mebibyte),
      reads: full(readsPerSecond),
      readBytes: full(readBytesPerSecond),
      fanOutBytes: new Map(),
    };
    shards.set(shardId, known);
    return known;
  }

  function fanOutOf({ fanOutBytes }: ShardBuckets, consumer: string): Bucket {
    const known = fanOutBytes.get(consumer) ?? full(readBytesPerSecond);
    fanOutBytes.set(consumer, known);
    return known;
  }

  function level(bucket: Bucket, size: number): number {
    bucket.level = Math.min(size, bucket.level + (size * (now() - bucket.at)) / 1000);
    bucket.at = now();
    return bucket.level;
  }

  return {
    takeWrite(stream, shardId, size) {
      const { records, bytes } = bucketsOf(stream, shardId);
      if (level(records, recordsPerSecond) < 1 || level(bytes, mebibyte) < Math.min(size, mebibyte)) return false;
      records.level -= 1;
      bytes.level -= size;
      return true;
    },
    takeRead(stream, shardId, consumer) {
      const buckets = bucketsOf(stream, shardId);
      if (consumer !== undefined) return level(fanOutOf(buckets, consumer), readBytesPerSecond) >= 0;
      const { reads, readBytes } = buckets;
      if (level(reads, readsPerSecond) < 1 || level(readBytes, readBytesPerSecond) < 0) return false;
      reads.level -= 1;
      return true;
    },
    countRead(stream, shardId, size, consumer) {
      const buckets = bucketsOf(stream, shardId);
      const readBytes = consumer === undefined ? buckets.readBytes : fanOutOf(buckets, consumer);
      level(readBytes, readBytesPerSecond);
      readBytes.level -= size;
    },
  };
}

/** What AWS says when a shard is at its limit. */
export function rateExceeded(stream: Stream, shardId: string): KinesisError {
  const { name, account } = stream.state;
  return new KinesisError(
    'ProvisionedThroughputExceededException',
    `Rate exceeded for shard ${shardId} in stream ${name} under account ${account}.`,
  );
}
