/** Some time, from the begin of a minute on, in milliseconds since the epoch; `to` is not in it. */
export interface LoadWindow {
  readonly from: number;
  readonly to: number;
}

const MINUTE_MS = 60_000;

/** What arrived this long ago and is not counted may just be on its way through the consumer. */
const UNDER_WAY_MS = 5_000;

/**
 * Until when a consumer has counted all that arrived in a stream: now, or the arrival of the oldest record that waits for it
 * in any shard. Beyond it counts of shards can't be held against each other: the busiest shard is the one that falls behind.
 *
 * @param waitingSince arrival of the oldest record that waits, of each shard in which one does
 */
function countedUntil(now: number, waitingSince: readonly number[]): number {
  return Math.min(now, ...waitingSince);
}

/**
 * The last whole minutes that a consumer has counted in all shards.
 *
 * @param minutes how many, 1 or more
 */
export function wholeMinutes(now: number, waitingSince: readonly number[], minutes: number): LoadWindow {
  const to = beginOfMinute(countedUntil(now, waitingSince));
  return { from: to - minutes * MINUTE_MS, to };
}

/** The minute before and what there is of the current one; where a shard is behind, the last whole minute that is counted. */
export function latestMinutes(now: number, waitingSince: readonly number[]): LoadWindow {
  if (now - countedUntil(now, waitingSince) > UNDER_WAY_MS) return wholeMinutes(now, waitingSince, 1);
  return { from: beginOfMinute(now) - MINUTE_MS, to: now };
}

function beginOfMinute(at: number): number {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}
