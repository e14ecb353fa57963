import type { Shard } from './shard.ts';

/** Which shards `ListShards` is asked for. */
export interface ShardFilter {
  readonly type:
    | 'AFTER_SHARD_ID'
    | 'AT_TRIM_HORIZON'
    | 'FROM_TRIM_HORIZON'
    | 'AT_LATEST'
    | 'AT_TIMESTAMP'
    | 'FROM_TIMESTAMP';
  /** With AFTER_SHARD_ID. */
  readonly shardId?: string;
  /** With AT_TIMESTAMP and FROM_TIMESTAMP. Epoch milliseconds. */
  readonly timestamp?: number;
}

/**
 * Whether a shard that has not expired is one of those asked for.
 *
 * @param horizon when the oldest record that can be read could have arrived: epoch milliseconds
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ShardFilter.html
 */
export function passesFilter(shard: Shard, filter: ShardFilter, horizon: number): boolean {
  const { openedAt, closedAt = Number.POSITIVE_INFINITY } = shard;
  const { timestamp = horizon } = filter;
  switch (filter.type) {
    case 'AFTER_SHARD_ID':
      return shard.id > (filter.shardId ?? '');
    case 'AT_TRIM_HORIZON':
      return openedAt <= horizon && closedAt >= horizon;
    case 'FROM_TRIM_HORIZON':
      return true;
    case 'AT_LATEST':
      return closedAt === Number.POSITIVE_INFINITY;
    case 'AT_TIMESTAMP':
      return openedAt <= timestamp && closedAt >= timestamp;
    case 'FROM_TIMESTAMP':
      return closedAt >= timestamp;
  }
}
