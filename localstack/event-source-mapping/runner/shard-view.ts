import type { MappingProgress, Position, ShardStatus } from '../index.ts';

/** A shard of a mapping, for a display. */
export interface ShardView {
  readonly shardId: string;
  /**
   * `running`, `retrying` a batch that failed, or `unreadable` for now; `waiting`: for its parents, or for the stream;
   * `stopped`: the mapping is not enabled; `finished`: closed, and done to its end.
   */
  readonly state: ShardStatus['state'] | 'waiting';
  /** The last position done. */
  readonly position: Position;
  /** Age of the first record that is not done; null: not known. Unit: ms. */
  readonly behindMs: number | null;
  /** Records read and not done. */
  readonly open: number;
  /** Invocations under way. */
  readonly invoking: number;
}

/** Every shard that a mapping has met, those at work as they are now. */
export function shardViews(progress: MappingProgress | undefined, working: readonly ShardStatus[]): ShardView[] {
  return Object.entries(progress?.shards ?? {}).map(([shardId, { position, finished }]) => {
    const status = working.find((shard) => shard.shardId === shardId);
    const atRest = finished ? 'finished' : working.length > 0 ? 'waiting' : 'stopped';
    return {
      shardId,
      state: status?.state ?? atRest,
      position,
      behindMs: status?.behindMs ?? null,
      open: status?.open ?? 0,
      invoking: status?.invoking ?? 0,
    };
  });
}
