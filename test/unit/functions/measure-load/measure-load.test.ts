import { describe, expect, it } from 'vitest';
import { type LoadPorts, measureLoad } from '../../../../functions/measure-load/measure-load.ts';

const NOON = Date.UTC(2026, 10, 22, 12);
const MINUTE_MS = 60_000;
const minute = (number: number): string => new Date(NOON + number * MINUTE_MS).toISOString().slice(0, 16);

/** Counts of a shard, the same in each of the minutes before noon. */
function counted(shard: string, records: number, minutes = 10) {
  const entries = Array.from({ length: minutes }, (_, index) => [minute(-1 - index), { records, bytes: records }]);
  return { shard, applied: '7', minutes: Object.fromEntries(entries) };
}

const ports = (over: Partial<LoadPorts> = {}): LoadPorts => ({
  pipeline: 'sensors',
  openShards: async () => ['a', 'b'],
  readTotals: async () => [counted('a', 9_000), counted('b', 3_000)],
  waitingSince: async () => undefined,
  ...over,
});
const request = { minutes: 5, until: NOON + 20_000 };

describe('measuring load', () => {
  it('says how unevenly it lay on the shards in the last whole minutes', async () => {
    expect(await measureLoad(ports(), request)).toEqual({
      pipeline: 'sensors',
      from: '2026-11-22T11:55:00.000Z',
      to: '2026-11-22T12:00:00.000Z',
      shards: 2,
      busiest: 0.15,
      skew: 1.5,
    });
  });

  it('asks for the totals of this hour and the one before', async () => {
    const asked: string[] = [];
    const readTotals = async (hours: readonly Date[]) => {
      asked.push(...hours.map((hour) => hour.toISOString().slice(0, 13)));
      return [];
    };
    await measureLoad(ports({ readTotals }), request);
    expect(asked).toEqual(['2026-11-22T12', '2026-11-22T11']);
  });

  it('goes back to where all shards are counted, so that one that is behind does not look quiet', async () => {
    const behind = ports({
      readTotals: async () => [
        { shard: 'a', applied: '7', minutes: { [minute(-8)]: { records: 60_000, bytes: 1 } } },
        counted('b', 3_000),
      ],
      waitingSince: async (shard) => (shard === 'a' ? NOON - 6 * MINUTE_MS : undefined),
    });
    const load = await measureLoad(behind, request);
    expect(load).toMatchObject({ to: '2026-11-22T11:54:00.000Z', busiest: 0.2 });
    expect(load.skew).toBe(1.667);
  });

  it.each([
    ['one shard', { openShards: async () => ['a'], readTotals: async () => [counted('a', 9_000)] }],
    ['less than 20 records a second', { readTotals: async () => [counted('a', 1_100)] }],
    ['nothing at all', { readTotals: async () => [] }],
    [
      'a shard that was split meanwhile',
      { readTotals: async () => [counted('a', 9_000), counted('b', 10), counted('parent', 5)] },
    ],
  ])('says nothing of %s', async (_, over) => {
    expect(await measureLoad(ports(over), request)).not.toHaveProperty('skew');
  });
});
