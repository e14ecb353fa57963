import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { latestMinutes } from '../../core/load/load-window.ts';
import { type ShardLoad, type ShardMinutes, shardLoads } from '../../core/load/shard-load.ts';
import { skewOf } from '../../core/load/skew.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { openShards } from '../../functions/clients/open-shards.ts';
import type { ShardStatus } from './shards.ts';

/** How load lay on the open shards of a stream in the last minute or two, by arrival. */
export interface LoadStatus {
  /** The time that was looked at, ISO 8601: it ends where the shard begins that is furthest behind. */
  readonly from: string;
  readonly to: string;
  readonly shards: readonly ShardLoad[];
  /** Load of the busiest shard over what each would bear if all bore the same; null where there is nothing to compare. */
  readonly skew: number | null;
}

/**
 * Reads the load off the totals of the ingest function, so it is the same on every cloud and costs no metric.
 *
 * @param totals by shard and hour
 * @param behind what waits in each shard
 */
export async function loadStatus(
  kinesis: KinesisClient,
  { stream }: Pick<Pipeline, 'stream'>,
  totals: readonly ShardMinutes[],
  behind: readonly ShardStatus[],
  now: number = Date.now(),
): Promise<LoadStatus> {
  const waitingSince = behind.filter(({ waiting }) => waiting > 0).map(({ iteratorAgeMs }) => now - iteratorAgeMs);
  const window = latestMinutes(now, waitingSince);
  const shards = shardLoads(totals, await openShards(kinesis, stream.name), window);
  return {
    from: new Date(window.from).toISOString(),
    to: new Date(window.to).toISOString(),
    shards,
    skew: skewOf(shards) ?? null,
  };
}
