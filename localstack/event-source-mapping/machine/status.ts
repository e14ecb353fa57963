import type { ShardStatus } from '../model.ts';
import { countOpen, donePosition } from './reading.ts';
import type { Activity, ShardState } from './state.ts';

/** What a status display wants to know of a shard. */
export function shardStatus(state: ShardState): ShardStatus {
  const doing = (type: Activity['type']): number => state.lanes.filter(({ activity }) => activity.type === type).length;
  function working(): ShardStatus['state'] {
    if (state.phase !== 'running') return state.phase === 'finished' ? 'finished' : 'stopped';
    if (doing('waiting') + doing('redelivering') > 0) return 'retrying';
    return state.readFailures > 0 ? 'unreadable' : 'running';
  }
  return {
    shardId: state.shardId,
    position: donePosition(state),
    behindMs: state.behindMs,
    open: countOpen(state.lanes),
    invoking: doing('invoking'),
    state: working(),
  };
}
