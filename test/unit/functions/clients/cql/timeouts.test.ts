import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { CqlTimeoutError, cqlShare, cqlTimeouts, within } from '../../../../../functions/clients/cql/timeouts.ts';

describe('cqlTimeouts', () => {
  test.each([1, 3, 6, 15, 60, 120, 900])('of %i s fit a dead connection, a new one, and a second try', (seconds) => {
    const { socketMs, readMs, connectMs } = cqlTimeouts(seconds * 1000);
    expect(socketMs).toBeLessThanOrEqual(connectMs);
    expect(2 * (connectMs + readMs)).toBeLessThanOrEqual(cqlShare(seconds * 1000));
  });

  test('are no longer than a healthy store needs, however much time there is', () => {
    expect(cqlTimeouts(900_000)).toEqual({ socketMs: 5_000, readMs: 10_000, connectMs: 10_000 });
  });
});

test('cqlShare leaves a fifth for the answer, 15 s at the most', () => {
  expect(cqlShare(6_000)).toBe(4_800);
  expect(cqlShare(60_000)).toBe(48_000);
  expect(cqlShare(900_000)).toBe(885_000);
});

describe('within', () => {
  test('gives what the work gives, and throws what it throws', async () => {
    expect(await within(10_000, 'late', Promise.resolve(1))).toBe(1);
    await expect(within(10_000, 'late', Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  });

  test('gives up on work that takes too long, and does not mind how that ends', async () => {
    const work = sleep(20).then(() => {
      throw new Error('much later');
    });
    await expect(within(1, 'late', work)).rejects.toEqual(new CqlTimeoutError('late'));
    await expect(work).rejects.toThrow('much later');
  });
});
