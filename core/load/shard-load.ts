import type { MinuteTally } from '../state/tally.ts';
import type { LoadWindow } from './load-window.ts';

/**
 * What a shard takes in a second, in either mode of the stream.
 * @see https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
 */
export const shardLimits = { recordsPerSecond: 1_000, bytesPerSecond: 1_048_576 } as const;

/** What came into a shard in a second, over some time. */
export interface ShardLoad {
  readonly shard: string;
  readonly recordsPerSecond: number;
  /** Data and partition keys. */
  readonly bytesPerSecond: number;
  /** Share of what the shard takes: of records or of bytes, whichever is more. 1 is all; a burst may be over it. */
  readonly utilization: number;
}

/** Counts of a shard by minute of arrival, as the totals of a function have them; several items of one shard add up. */
export interface ShardMinutes {
  readonly shard: string;
  readonly minutes: Readonly<Record<string, Pick<MinuteTally<string>, 'records' | 'bytes'>>>;
}

/**
 * The load of each of these shards within a window, in their order: nothing came into one that no item tells of.
 *
 * @param shards ids of the open shards, each once
 */
export function shardLoads(
  items: readonly ShardMinutes[],
  shards: readonly string[],
  window: LoadWindow,
): readonly ShardLoad[] {
  const seconds = (window.to - window.from) / 1000;
  return shards.map((shard) => {
    const { records, bytes } = cameIn(items, window, (one) => one === shard);
    const recordsPerSecond = records / seconds;
    const bytesPerSecond = bytes / seconds;
    const utilization = Math.max(
      recordsPerSecond / shardLimits.recordsPerSecond,
      bytesPerSecond / shardLimits.bytesPerSecond,
    );
    return { shard, recordsPerSecond, bytesPerSecond, utilization };
  });
}

/** Whether records came into other shards within a window: those that a split or a merge has closed since it began. */
export function isResharded(items: readonly ShardMinutes[], open: readonly string[], window: LoadWindow): boolean {
  return cameIn(items, window, (shard) => !open.includes(shard)).records > 0;
}

function cameIn(
  items: readonly ShardMinutes[],
  { from, to }: LoadWindow,
  isWanted: (shard: string) => boolean,
): { readonly records: number; readonly bytes: number } {
  let records = 0;
  let bytes = 0;
  for (const { shard, minutes } of items) {
    if (!isWanted(shard)) continue;
    for (const [minute, tally] of Object.entries(minutes)) {
      const begins = Date.parse(`${minute}Z`);
      if (begins < from || begins >= to) continue;
      records += tally.records;
      bytes += tally.bytes ?? 0;
    }
  }
  return { records, bytes };
}
