import { describe, expect, it } from 'vitest';
import { record, records, Shard } from './support/shard.ts';

describe('a batch', () => {
  it('goes at once with what is there when there is no batching window', () => {
    expect(new Shard().give(records(1)).batches).toEqual([[1]]);
  });

  it('has as many records as the batch size, and the rest go next', () => {
    const shard = new Shard({ BatchSize: 3 }).give(records(1, 2, 3, 4, 5));
    expect(shard.batches).toEqual([[1, 2, 3]]);
    expect(shard.returns().batches).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('gathers until the batching window is over that began with its first record', () => {
    const shard = new Shard({ MaximumBatchingWindowInSeconds: 5 }).give(records(1));
    shard.wait(3_000);
    shard.give(records(2));
    expect(shard.batches).toEqual([]);
    expect(shard.last('wake').at).toBe(shard.now + 2_000);
    expect(shard.wait(1_999).batches).toEqual([]);
    expect(shard.wait(1).batches).toEqual([[1, 2]]);
  });

  it('goes before the batching window is over when it is full', () => {
    const shard = new Shard({ MaximumBatchingWindowInSeconds: 300, BatchSize: 2 }).give(records(1));
    expect(shard.give(records(2)).batches).toEqual([[1, 2]]);
  });

  it('goes before the batching window is over when its event would pass 6 MB', () => {
    const shard = new Shard({ MaximumBatchingWindowInSeconds: 300, BatchSize: 10_000 });
    const megabyte = 'x'.repeat(1024 * 1024 - 1024);
    const large = [1, 2, 3, 4, 5].map((number) => record(number, { data: megabyte }));
    shard.give(large);
    const bytes = shard.last('invoke').records.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(shard.batches).toEqual([[1, 2, 3, 4]]);
    expect(bytes).toBeLessThanOrEqual(6 * 1024 * 1024);
    expect(bytes + (large[4]?.bytes ?? 0)).toBeGreaterThan(6 * 1024 * 1024);
  });

  it('goes alone when it is one record of more than 6 MB', () => {
    const shard = new Shard().give([record(1, { data: 'x'.repeat(7_000_000) }), record(2)]);
    expect(shard.batches).toEqual([[1]]);
    expect(shard.returns().batches).toEqual([[1], [2]]);
  });

  it('goes when the shard is closed, since no more can come', () => {
    const shard = new Shard({ MaximumBatchingWindowInSeconds: 300 }).give(records(1, 2), { closed: true });
    expect(shard.batches).toEqual([[1, 2]]);
  });
});
