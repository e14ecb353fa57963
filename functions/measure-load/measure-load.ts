import { wholeMinutes } from '../../core/load/load-window.ts';
import { isResharded, type ShardMinutes, shardLoads } from '../../core/load/shard-load.ts';
import { busiest, skewOf } from '../../core/load/skew.ts';
import type { LoadRequest } from './request.ts';

/**
 * Load of the busiest shard below which skew says nothing: 20 records or 20 KB a second. So few events lie as unevenly as
 * they may, and no shard suffers.
 */
const LEAST_UTILIZATION = 0.02;

/** Totals of a shard in an hour, as far as load goes. */
export type CountedShard = ShardMinutes & { readonly applied: string };

/** What measuring the load of a pipeline's stream needs of the world. */
export interface LoadPorts {
  readonly pipeline: string;
  openShards(): Promise<readonly string[]>;
  /** Totals of the pipeline's ingest function, of the hours that a window touches. */
  readTotals(hours: readonly Date[]): Promise<readonly CountedShard[]>;
  /** Arrival of the first record that ingest has not finished, where there is one. */
  waitingSince(shard: string, totals: readonly CountedShard[]): Promise<number | undefined>;
}

/** What a run found of a pipeline. */
export interface MeasuredLoad {
  readonly pipeline: string;
  /** The minutes that were looked at, ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** Open shards. */
  readonly shards: number;
  /** Share of what a shard takes, of the busiest one. */
  readonly busiest: number;
  /** Not there where it says nothing: one shard, hardly any load, or shards that were split or merged meanwhile. */
  readonly skew?: number;
}

const HOUR_MS = 3_600_000;

/**
 * Measures how unevenly the load of a stream lay on its shards in the last whole minutes that ingest has counted in all of
 * them: while the busiest shard is behind, its latest minutes look quiet.
 */
export async function measureLoad(ports: LoadPorts, { minutes, until }: LoadRequest): Promise<MeasuredLoad> {
  const [open, totals] = await Promise.all([
    ports.openShards(),
    ports.readTotals([new Date(until), new Date(until - HOUR_MS)]),
  ]);
  const waiting = await Promise.all(open.map((shard) => ports.waitingSince(shard, totals)));
  const window = wholeMinutes(
    until,
    waiting.filter((since) => since !== undefined),
    minutes,
  );
  const loads = shardLoads(totals, open, window);
  const most = busiest(loads);
  const isTelling = most >= LEAST_UTILIZATION && !isResharded(totals, open, window);
  const skew = isTelling ? skewOf(loads) : undefined;
  return {
    pipeline: ports.pipeline,
    from: new Date(window.from).toISOString(),
    to: new Date(window.to).toISOString(),
    shards: open.length,
    busiest: most,
    ...(skew !== undefined && { skew: Math.round(skew * 1000) / 1000 }),
  };
}
