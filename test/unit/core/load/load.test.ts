import { describe, expect, it } from 'vitest';
import { latestMinutes, wholeMinutes } from '../../../../core/load/load-window.ts';
import { isResharded, type ShardMinutes, shardLoads } from '../../../../core/load/shard-load.ts';
import { busiest, skewOf } from '../../../../core/load/skew.ts';

const NOON = Date.UTC(2026, 10, 22, 12);
const at = (minutes: number, seconds = 0): number => NOON + minutes * 60_000 + seconds * 1000;

describe('whole minutes', () => {
  it('end with the last minute that is over', () => {
    expect(wholeMinutes(at(7, 30), [], 5)).toEqual({ from: at(2), to: at(7) });
  });

  it('end before the oldest record that waits in any shard: the busiest one is the one that is behind', () => {
    expect(wholeMinutes(at(7, 30), [at(7, 29), at(4, 10)], 5)).toEqual({ from: at(-1), to: at(4) });
  });
});

describe('the latest minutes', () => {
  it('are the one before and what there is of this one', () => {
    expect(latestMinutes(at(7, 30), [])).toEqual({ from: at(6), to: at(7, 30) });
  });

  it('do not mind a record that is just on its way', () => {
    expect(latestMinutes(at(7, 30), [at(7, 29)])).toEqual({ from: at(6), to: at(7, 30) });
  });

  it('are the last whole one that is counted, where a shard is behind', () => {
    expect(latestMinutes(at(7, 30), [at(5, 40)])).toEqual({ from: at(4), to: at(5) });
  });
});

describe('load of shards', () => {
  const items: readonly ShardMinutes[] = [
    { shard: 'a', minutes: { '2026-11-22T11:59': { records: 6_000, bytes: 6_000 } } },
    {
      shard: 'a',
      minutes: {
        '2026-11-22T12:00': { records: 3_000, bytes: 60 * 1_048_576 },
        '2026-11-22T12:02': { records: 9_000, bytes: 9_000 },
      },
    },
    { shard: 'b', minutes: { '2026-11-22T12:01': { records: 60_000 } } },
    { shard: 'gone', minutes: { '2026-11-22T12:01': { records: 1, bytes: 1 } } },
  ];
  const window = { from: at(0), to: at(2) };

  it('is what came in a second, and how much that is of what a shard takes, by records or by bytes', () => {
    expect(shardLoads(items, ['a', 'b', 'idle'], window)).toEqual([
      { shard: 'a', recordsPerSecond: 25, bytesPerSecond: 524_288, utilization: 0.5 },
      { shard: 'b', recordsPerSecond: 500, bytesPerSecond: 0, utilization: 0.5 },
      { shard: 'idle', recordsPerSecond: 0, bytesPerSecond: 0, utilization: 0 },
    ]);
  });

  it('is by the time that there was, where a minute is not over', () => {
    const [load] = shardLoads(items, ['a'], { from: at(2), to: at(2, 30) });
    expect(load?.recordsPerSecond).toBe(300);
  });

  it('is said to be resharded where records came into a shard that is closed by now', () => {
    expect(isResharded(items, ['a', 'b'], window)).toBe(true);
    expect(isResharded(items, ['a', 'b', 'gone'], window)).toBe(false);
    expect(isResharded(items, ['a', 'b'], { from: at(2), to: at(3) })).toBe(false);
  });
});

describe('skew', () => {
  const of = (...shares: number[]) => skewOf(shares.map((utilization) => ({ utilization })));

  it('is what the busiest bears over what each would bear', () => {
    expect(of(0.3, 0.3, 0.3)).toBeCloseTo(1);
    expect(of(0.9, 0.1, 0.2)).toBeCloseTo(2.25);
  });

  it('is not there for one shard, and without load', () => {
    expect(of()).toBeUndefined();
    expect(of(0.9)).toBeUndefined();
    expect(of(0, 0)).toBeUndefined();
  });

  it('knows the busiest', () => {
    expect(busiest([{ utilization: 0.1 }, { utilization: 0.4 }])).toBe(0.4);
    expect(busiest([])).toBe(0);
  });
});
