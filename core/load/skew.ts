import type { ShardLoad } from './shard-load.ts';

/**
 * How unevenly load lies on the open shards of a stream: what the busiest one bears, over what each bore if all bore the
 * same. 1 is even; as many as there are shards is all on one. A stream of n shards is full at n / skew times what one takes.
 *
 * @returns undefined where there is nothing to compare: fewer than two shards, or no load
 */
export function skewOf(loads: readonly Pick<ShardLoad, 'utilization'>[]): number | undefined {
  const total = loads.reduce((sum, { utilization }) => sum + utilization, 0);
  if (loads.length < 2 || total === 0) return undefined;
  return (busiest(loads) * loads.length) / total;
}

/** Utilization of the busiest shard; 0 without any. */
export function busiest(loads: readonly Pick<ShardLoad, 'utilization'>[]): number {
  return Math.max(0, ...loads.map(({ utilization }) => utilization));
}
