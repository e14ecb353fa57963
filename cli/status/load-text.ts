import { shardLimits } from '../../core/load/shard-load.ts';
import { coloured, table } from '../output.ts';
import type { PipelineStatus } from './pipelines.ts';

/** From this share of a shard's limit on a burst may be refused. */
const NEARLY_FULL = 0.8;

/** One row an open shard: what came into it a second in the last minute or two, and how unevenly it lies on them. */
export function loadText(pipelines: readonly Pick<PipelineStatus, 'name' | 'load'>[]): string {
  const rows = pipelines.flatMap(({ name, load }) =>
    load.shards.map(({ shard, recordsPerSecond, bytesPerSecond, utilization }, index) => [
      name,
      shard,
      recordsPerSecond.toFixed(1),
      (bytesPerSecond / 1024).toFixed(1),
      utilization >= NEARLY_FULL ? coloured('red', percent(utilization)) : percent(utilization),
      index === 0 && load.skew !== null ? load.skew.toFixed(2) : '',
    ]),
  );
  const { recordsPerSecond, bytesPerSecond } = shardLimits;
  const limit = `of ${recordsPerSecond} rec/s, ${bytesPerSecond / 1024} KB/s`;
  return table(['load (1 to 2 min)', 'shard', 'rec/s', 'KB/s', limit, 'skew'], rows);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
