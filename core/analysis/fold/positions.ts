import { MAX_RECORD_AGE_HOURS } from '../../record-age.ts';
import type { Position } from '../../source.ts';
import type { ItemState, ShardState, SkippedRun } from './item-state.ts';
import type { BatchStart } from './types.ts';

/** A record younger than this has not been given up by the mapping. An hour less, for clocks may differ. */
const NEVER_GIVEN_UP_MS = (MAX_RECORD_AGE_HOURS - 1) * 3_600_000;
const DAY_MS = 86_400_000;

/** What an item knows of a record: nothing yet, all about it is out, or what was decided. */
export type Standing = 'fresh' | 'settled' | 'applied' | SkippedRun;

/** What the item knows of the record at a position. */
export function standingOf(state: ItemState, { shard: name, sequence }: Position): Standing {
  const shard = state.shards[name];
  const at = BigInt(sequence);
  if (!shard || at > BigInt(shard.last)) return 'fresh';
  if (shard.settled !== undefined && at <= BigInt(shard.settled)) return 'settled';
  const run = shard.skipped?.find(({ first, last }) => BigInt(first) <= at && at <= BigInt(last));
  return run ?? 'applied';
}

/** Notes that a fresh record is dealt with. @param skipped what was decided, where it was not to apply it */
export function advance(
  state: ItemState,
  { shard: name, sequence }: Position,
  arrivedAt: number,
  skipped?: Pick<SkippedRun, 'decided' | 'reason'>,
): void {
  const shard: ShardState = state.shards[name] ?? { last: sequence, arrivedAt, wrote: state.stamp };
  state.shards[name] = shard;
  if (skipped) note(shard, sequence, skipped);
  shard.last = sequence;
  shard.arrivedAt = Math.max(shard.arrivedAt, arrivedAt);
  shard.wrote = state.stamp;
  state.arrivedAt = Math.max(state.arrivedAt, arrivedAt);
}

/** A run goes on while the same is decided, for whatever reason, and no record of the key comes between. */
function note(shard: ShardState, sequence: string, { decided, reason }: Pick<SkippedRun, 'decided' | 'reason'>): void {
  shard.skipped ??= [];
  const run = shard.skipped.at(-1);
  if (run && run.last === shard.last && run.decided === decided) run.last = sequence;
  else shard.skipped.push({ decided, first: sequence, last: sequence, ...(reason !== undefined && { reason }) });
}

/** Takes what a batch tells by where it begins: see {@link BatchStart}. */
export function settle(state: ItemState, { from, now }: BatchStart): void {
  const shard = state.shards[from.shard];
  if (!shard || BigInt(shard.last) >= BigInt(from.sequence) || now - shard.arrivedAt > NEVER_GIVEN_UP_MS) return;
  shard.settled = shard.last;
  delete shard.skipped;
  state.published = Math.max(state.published, shard.wrote);
}

/**
 * Forgets shards none of whose records the stream has any more: the parents of a resharding long ago. A day is added, for
 * the arrival of records is measured against that of others.
 */
export function forgetShards(state: ItemState, retentionMs: number): void {
  for (const [name, { arrivedAt }] of Object.entries(state.shards)) {
    if (arrivedAt < state.arrivedAt - retentionMs - DAY_MS) delete state.shards[name];
  }
}
