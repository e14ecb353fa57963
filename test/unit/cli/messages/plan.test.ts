import { describe, expect, it } from 'vitest';
import { messagePlan } from '../../../../cli/messages/plan.ts';
import { instant } from '../../../../cli/values.ts';
import sensors from '../../../../pipelines/sensors.ts';

const now = Date.UTC(2026, 10, 22, 12);
const planOf = (options: Parameters<typeof messagePlan>[1]) => messagePlan(sensors, options, now);
const half = 1n << 127n;
const shards = [
  { id: 'low', parents: [], hashKeys: { first: 0n, last: half - 1n } },
  { id: 'high', parents: [], hashKeys: { first: half, last: half * 2n - 1n } },
];

describe('what caudal messages reads', () => {
  it('is the newest ten, or as many as asked for, where nothing says where to begin', () => {
    expect(planOf({})).toMatchObject({ isNewest: true, limit: 10, reading: { follow: false, until: now } });
    expect(planOf({ limit: 3, to: now - 5 })).toMatchObject({ isNewest: true, limit: 3, reading: { until: now - 5 } });
  });

  it('is what comes from now on with --follow alone', () => {
    const { reading, isNewest, limit } = planOf({ follow: true });
    expect(reading).toMatchObject({
      start: { type: 'AT_TIMESTAMP', at: new Date(now) },
      follow: true,
      until: undefined,
    });
    expect({ isNewest, limit }).toEqual({ isNewest: false, limit: undefined });
  });

  it.each([
    [{ fromBeginning: true }, { type: 'TRIM_HORIZON' }],
    [{ fromBeginning: true, follow: true }, { type: 'TRIM_HORIZON' }],
    [{ from: now - 1000 }, { type: 'AT_TIMESTAMP', at: new Date(now - 1000) }],
    [
      { position: '123', shard: 'low' },
      { type: 'AT_SEQUENCE_NUMBER', sequence: '123' },
    ],
  ])('begins where it is told to: %j', (options, start) => {
    expect(planOf(options)).toMatchObject({ isNewest: false, limit: undefined, reading: { start } });
  });

  it('of a key reads the shard alone that has it, and leaves out other keys there', () => {
    // MD5 of "a" begins with 0c, of "b" with 92.
    for (const [key, id] of [
      ['a', 'low'],
      ['b', 'high'],
    ] as const) {
      const { reading, matches } = planOf({ key });
      expect(shards.filter((shard) => reading.includes?.(shard)).map((shard) => shard.id)).toEqual([id]);
      expect(matches({ partitionKey: key } as never)).toBe(true);
      expect(matches({ partitionKey: 'c' } as never)).toBe(false);
    }
  });

  it.each([
    [{ position: '123' }, '--position needs --shard'],
    [{ from: now - 5, to: now - 6 }, '--to must not be before --from'],
    [{ from: now + 1 }, '--from must not be in the future'],
  ])('refuses %j', (options, words) => {
    expect(() => planOf(options)).toThrow(words);
  });
});

describe('instant', () => {
  it.each([
    ['2026-11-22T11:00:00Z', now - 3_600_000],
    ['2026-11-22T11:00', now - 3_600_000],
    ['2026-11-22 11:00:00.500', now - 3_599_500],
    ['2026-11-22T11:00:00-05:00', now + 14_400_000],
    ['2026-11-22', now - 43_200_000],
    ['10m', now - 600_000],
    ['1.5h', now - 5_400_000],
  ])('reads %s', (text, at) => {
    expect(instant(text, now)).toBe(at);
  });

  it.each(['', 'yesterday', '11:00', '2026-13-01', '10', '2026-11-22T25:00Z', '10 m'])('refuses "%s"', (text) => {
    expect(() => instant(text, now)).toThrow('Write a time such as');
  });
});
