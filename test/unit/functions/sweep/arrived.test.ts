import { describe, expect, test } from 'vitest';
import { arrivalTracker } from '../../../../functions/sweep/arrived.ts';
import { FakeClock } from '../support/fake-clock.ts';

const HOUR_MS = 3_600_000;
const clock = new FakeClock(Date.parse('2026-01-01T12:30:00Z'));
const NOW = clock.now();
const caughtUp = NOW - 2_000;

/** A stream and the books of its consumer. Arrivals by sequence number, in minutes before now; applied by number. */
function streamOf(shards: Record<string, { arrivals: Record<number, number>; applied: readonly number[] }>) {
  const looks: string[] = [];
  const booksRead: string[] = [];
  const arrivalOf = (minutes: number) => NOW - minutes * 60_000;
  const arrived = arrivalTracker({
    clock,
    reader: {
      shards: async () => Object.keys(shards),
      async backlog(shard, after, since) {
        looks.push(shard);
        const behind = Object.entries(shards[shard]?.arrivals ?? {})
          .filter(([sequence]) => after === undefined || BigInt(sequence) > BigInt(after))
          .map(([, minutes]) => arrivalOf(minutes))
          .filter((at) => after !== undefined || at >= since.getTime());
        return { records: Math.min(1, behind.length), oldestArrivedAt: behind[0] };
      },
    },
    async readBooks(hour) {
      booksRead.push(hour.toISOString().slice(11, 13));
      return Object.entries(shards).flatMap(([shard, { arrivals, applied }]) => {
        const within = applied.filter(
          (n) => Math.floor(arrivalOf(arrivals[n] ?? 0) / HOUR_MS) === hour.getTime() / HOUR_MS,
        );
        return within.length > 0 ? [{ shard, applied: String(Math.max(...within)) }] : [];
      });
    },
  });
  return { arrived, looks, booksRead, shards };
}

describe('up to which arrival everything is applied', () => {
  test('is now, less what may not be visible yet, when every shard is done', async () => {
    const { arrived } = streamOf({
      a: { arrivals: { 1: 5, 2: 1 }, applied: [1, 2] },
      b: { arrivals: {}, applied: [] },
    });
    expect(await arrived()).toBe(caughtUp);
  });

  test('is the arrival of the first record that is not applied, in whatever shard', async () => {
    const { arrived } = streamOf({
      a: { arrivals: { 1: 5, 2: 3, 3: 1 }, applied: [1] },
      b: { arrivals: { 8: 9 }, applied: [8] },
    });
    expect(await arrived()).toBe(NOW - 3 * 60_000);
  });

  test('waits for a shard that was never applied to', async () => {
    const { arrived } = streamOf({ a: { arrivals: { 1: 50 }, applied: [] } });
    expect(await arrived()).toBe(NOW - 50 * 60_000);
  });

  test('is now for a shard that has been idle for hours, however long it takes to find its last position', async () => {
    const { arrived, booksRead } = streamOf({
      a: { arrivals: { 1: 500, 2: 400, 3: 301, 4: 300 }, applied: [1, 2, 3, 4] },
    });
    expect(await arrived()).toBe(caughtUp);
    expect(booksRead).toEqual(['12', '11', '04', '05', '07']);
  });

  test('does not wait for what the mapping has given up', async () => {
    const { arrived } = streamOf({
      a: { arrivals: { 1: 800 }, applied: [] },
      b: { arrivals: { 1: 790, 2: 780 }, applied: [1] },
    });
    expect(await arrived()).toBeGreaterThan(NOW - 13 * HOUR_MS);
    expect(await arrived()).toBe(caughtUp);
  });

  test('takes one look a shard while it is warm', async () => {
    const { arrived, looks, shards } = streamOf({ a: { arrivals: { 1: 500, 2: 300 }, applied: [1, 2] } });
    await arrived();
    looks.length = 0;
    await arrived();
    expect(looks).toEqual(['a']);
    shards.a = { arrivals: { 1: 500, 2: 300, 3: 2 }, applied: [1, 2] };
    expect(await arrived()).toBe(NOW - 2 * 60_000);
  });
});
