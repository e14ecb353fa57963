import type { MappingSettings, ShardCheckpoint } from '../model.ts';
import type { Lane, ShardState } from './state.ts';
import { results } from './turn.ts';

/** A shard that has done nothing since its checkpoint. A window is taken up only where the mapping still has windows. */
export function newShard(settings: MappingSettings, shardId: string, checkpoint: ShardCheckpoint): ShardState {
  const windows = settings.tumblingWindowMs > 0;
  const lane: Lane = {
    work: [],
    activity: { type: 'idle' },
    queue: [],
    window: windows ? checkpoint.window : undefined,
    windowFloor: windows ? (checkpoint.windowFloor ?? 0) : 0,
  };
  return {
    settings,
    shardId,
    position: checkpoint.position,
    continues: false,
    reading: { type: 'idle' },
    readFailures: 0,
    closed: checkpoint.finished,
    behindMs: undefined,
    caughtUpTo: 0,
    lanes: Array.from({ length: settings.parallelizationFactor }, () => lane),
    order: 0,
    ids: 0,
    checkpoint,
    wakeAt: undefined,
    result: results.none,
    phase: 'running',
  };
}
