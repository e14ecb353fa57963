import { describe, expect, it } from 'vitest';
import { laneOf } from '../../../../localstack/event-source-mapping/rules/lanes.ts';
import { record, Shard } from './support/shard.ts';

/** Two keys that take different lanes of two. */
const [left, right] = ['a', 'b', 'c', 'd']
  .toSorted((one, other) => laneOf(one, 2) - laneOf(other, 2))
  .filter((key, index, keys) => index === 0 || laneOf(key, 2) !== laneOf(keys[0] ?? '', 2)) as [string, string];
const mixed = [
  record(1, { key: left }),
  record(2, { key: right }),
  record(3, { key: left }),
  record(4, { key: right }),
];

describe('a parallelization factor', () => {
  it('runs batches of different keys at once, each key in order', () => {
    const shard = new Shard({ ParallelizationFactor: 2, BatchSize: 1 }).give(mixed);
    expect(shard.batches).toEqual([[1], [2]]);
    shard.returns({}, shard.all('invoke')[1]?.id);
    expect(shard.batches).toEqual([[1], [2], [4]]);
  });

  it('lets no failure hold up the other keys', () => {
    const shard = new Shard({ ParallelizationFactor: 2, BatchSize: 1 }).give(mixed);
    const [one, two] = shard.all('invoke');
    shard.fails(one?.id).returns({}, two?.id).returns();
    expect(shard.batches).toEqual([[1], [2], [4]]);
  });

  it('has a checkpoint before the first record that is not done', () => {
    const shard = new Shard({ ParallelizationFactor: 2 }).give(mixed);
    const [odd, even] = shard.all('invoke');
    shard.returns({}, even?.id);
    expect(shard.all('checkpoint')).toEqual([]);
    shard.returns({}, odd?.id);
    expect(shard.done).toBe(4);
  });

  it('reads ahead within bounds when a lane is stuck', () => {
    const shard = new Shard({ ParallelizationFactor: 2, BatchSize: 1 });
    const stuck = (from: number) =>
      Array.from({ length: shard.last('read').limit }, (_, index) => record(from + index, { key: left }));
    shard.give(stuck(0).slice(0, 900)).give(stuck(1_000));
    expect(shard.all('read').map(({ limit }) => limit)).toEqual([2_000, 1_100]);
  });

  it('spreads keys over all lanes', () => {
    const keys = Array.from({ length: 1_000 }, (_, index) => `device-${index}`);
    const counts = Array.from({ length: 10 }, (_, lane) => keys.filter((key) => laneOf(key, 10) === lane).length);
    expect(Math.min(...counts)).toBeGreaterThan(60);
  });
});
