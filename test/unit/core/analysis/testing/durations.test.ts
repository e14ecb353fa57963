import { expect, test } from 'vitest';
import { durationMs, instantMs } from '../../../../../core/analysis/testing/durations.ts';

test.each([
  ['250ms', 250],
  ['90s', 90_000],
  ['5m', 300_000],
  ['5 min', 300_000],
  ['1.5h', 5_400_000],
  ['2d', 172_800_000],
  [0, 0],
  [1234, 1234],
])('%s is %d ms', (duration, ms) => {
  expect(durationMs(duration)).toBe(ms);
});

test.each(['', '5', 'm', '-1s', '5 weeks', -1, Number.NaN])('%s is no duration', (duration) => {
  expect(() => durationMs(duration)).toThrow(
    /^A duration must be milliseconds or text such as '90s', '5m' or '1h' \(received /,
  );
});

test('a point of time may be given in three ways', () => {
  const ms = Date.UTC(2026, 0, 1);
  expect([ms, '2026-01-01T00:00:00Z', new Date(ms)].map(instantMs)).toEqual([ms, ms, ms]);
  expect(() => instantMs('soon')).toThrow('A point of time must be ISO 8601, milliseconds or a Date (received "soon")');
});
