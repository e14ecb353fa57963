const HOUR_MS = 3_600_000;

/** How long an item stays after its hour: a month can be looked back on, and the stream's retention is long over. */
const KEPT_SECONDS = 35 * 86_400;

/**
 * Keys of the item of one shard in one hour. Readers ask for an hour of a function, so that is the partition, and the
 * shards are sorted within it.
 *
 * @param hour any instant within the hour
 */
export function totalsKey(functionName: string, hour: Date, shard: string): { pk: string; sk: string } {
  return { pk: totalsPartition(functionName, hour), sk: shard };
}

/** The partition of an hour of a function, `totals#<function>#YYYY-MM-DDTHH`. */
export function totalsPartition(functionName: string, hour: Date): string {
  return `totals#${functionName}#${hour.toISOString().slice(0, 13)}`;
}

/** When the item may be deleted, in seconds since the epoch, as DynamoDB's TTL wants it. */
export function totalsExpiry(hour: Date): number {
  return Math.floor(hour.getTime() / HOUR_MS) * 3_600 + KEPT_SECONDS;
}
