import { beforeEach, describe, expect, it } from 'vitest';
import { createItemState, type ItemState } from '../../../../../core/analysis/fold/item-state.ts';
import { advance, forgetShards, settle, standingOf } from '../../../../../core/analysis/fold/positions.ts';

const HOUR_MS = 3_600_000;
const position = (sequence: number, shard = 'a') => ({ stream: 's', shard, sequence: String(sequence) });

describe('positions', () => {
  let state: ItemState;

  beforeEach(() => {
    state = { ...createItemState(), stamp: 7 };
    advance(state, position(8), 0);
    advance(state, position(9), 0, { decided: 'late' });
    advance(state, position(11), 0, { decided: 'late' });
    advance(state, position(100), 0, { decided: 'failed', reason: 'one' });
    advance(state, position(101), 0, { decided: 'failed', reason: 'other' });
    advance(state, position(102), 0);
    advance(state, position(103), 0, { decided: 'late' });
  });

  it('are compared as numbers, and tell what was decided, in runs', () => {
    const decided = (sequence: number) => {
      const standing = standingOf(state, position(sequence));
      return typeof standing === 'string' ? standing : standing.decided;
    };
    expect([7, 8, 9, 11, 100, 101, 102, 103, 104].map(decided)).toEqual([
      'applied',
      'applied',
      'late',
      'late',
      'failed',
      'failed',
      'applied',
      'late',
      'fresh',
    ]);
    expect(state.shards.a?.skipped).toEqual([
      { decided: 'late', first: '9', last: '11' },
      { decided: 'failed', first: '100', last: '101', reason: 'one' },
      { decided: 'late', first: '103', last: '103' },
    ]);
    expect(standingOf(state, position(8, 'b'))).toBe('fresh');
  });

  it('are settled by a batch that begins above them, in their shard alone', () => {
    advance(state, position(5, 'b'), 0);
    settle(state, { from: position(103), now: 0 });
    expect(state.shards.a).not.toHaveProperty('settled');
    settle(state, { from: position(104, 'c'), now: 0 });
    expect(state.published).toBe(0);
    settle(state, { from: position(104), now: 0 });
    expect(state.published).toBe(7);
    expect(state.shards.a).toEqual({ last: '103', arrivedAt: 0, wrote: 7, settled: '103' });
    expect([standingOf(state, position(9)), standingOf(state, position(5, 'b'))]).toEqual(['settled', 'applied']);
  });

  it('are not settled when the mapping may have given the record up', () => {
    settle(state, { from: position(104), now: 11 * HOUR_MS + 1 });
    expect([state.published, state.shards.a?.settled]).toEqual([0, undefined]);
  });

  it('of shards whose records the stream has dropped are forgotten, a day later', () => {
    advance(state, position(1, 'b'), 48 * HOUR_MS);
    forgetShards(state, 24 * HOUR_MS);
    expect(Object.keys(state.shards)).toEqual(['a', 'b']);
    advance(state, position(2, 'b'), 48 * HOUR_MS + 1);
    forgetShards(state, 24 * HOUR_MS);
    expect(Object.keys(state.shards)).toEqual(['b']);
  });
});
