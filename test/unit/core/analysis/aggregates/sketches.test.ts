import { describe, expect, it } from 'vitest';
import { distinct } from '../../../../../core/analysis/aggregates/distinct.ts';
import { percentile } from '../../../../../core/analysis/aggregates/percentile.ts';

const STANDARD_ERROR = 1.04 / Math.sqrt(2048);

/** Relative error of the number of so many distinct values, a family's own. */
function errorOf(family: number, size: number): number {
  let state = '';
  for (let value = 0; value < size; value++) {
    state = distinct.add(state, { value: `${family}/${value}`, time: 0, id: '' });
  }
  return Number(distinct.value(state)) / size - 1;
}

describe('the number of distinct values', () => {
  it('is exact up to 255, and a character a register after that', () => {
    expect(errorOf(0, 255)).toBe(0);
    expect(errorOf(1, 255)).toBe(0);
  });

  it.each([256, 1_000, 3_000])('has the standard error that it says, and no bias, at %i', (size) => {
    const families = 30;
    const errors = Array.from({ length: families }, (_, family) => errorOf(family, size));
    const mean = errors.reduce((sum, error) => sum + error, 0) / families;
    const root = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / families);
    expect(Math.abs(mean)).toBeLessThan((3 * STANDARD_ERROR) / Math.sqrt(families));
    expect(root).toBeLessThan(1.4 * STANDARD_ERROR);
  });

  it('is within four standard errors at 50,000', () => {
    expect(Math.abs(errorOf(0, 50_000))).toBeLessThan(4 * STANDARD_ERROR);
  });
});

describe('a percentile', () => {
  const percentileOf = (percent: number, values: readonly number[]) => {
    const sketch = percentile(percent);
    const state = values.reduce(
      (sum: Parameters<typeof sketch.add>[0], value) => sketch.add(sum, { value, time: 0, id: '' }),
      undefined,
    );
    return state === undefined ? Number.NaN : Number(sketch.value(state));
  };
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);

  it.each([1, 7, 50, 95, 99, 100])('%i of the numbers from 1 to 100 is that number, within 1 %%', (percent) => {
    const found = percentileOf(percent, hundred);
    expect(found).toBeGreaterThanOrEqual(percent * 0.99);
    expect(found).toBeLessThanOrEqual(percent * 1.01);
  });

  it('goes from the lowest negative over 0 to the highest positive', () => {
    const values = [-100, -1, 0, 0, 1, 100];
    const found = [1, 17, 34, 50, 67, 84].map((percent) => percentileOf(percent, values));
    const expected = [-100, -1, 0, 0, 1, 100];
    for (const [index, value] of found.entries()) {
      expect(Math.abs(value - (expected[index] ?? 0))).toBeLessThanOrEqual(Math.abs(value) * 0.0102);
    }
  });

  it('takes the largest and the smallest doubles', () => {
    expect(percentileOf(100, [Number.MAX_VALUE])).toBeGreaterThan(Number.MAX_VALUE * 0.99);
    expect(percentileOf(100, [Number.MAX_VALUE])).toBeLessThanOrEqual(Number.MAX_VALUE);
    expect(percentileOf(100, [Number.MIN_VALUE])).toBe(0);
    expect(percentileOf(100, [2 ** -1022])).toBeGreaterThan(0);
  });

  it('has 1,024 bins a sign at the most, and gives what is too small for them as the lowest of these', () => {
    const values = Array.from({ length: 3000 }, (_, index) => 1.03 ** index);
    const sketch = percentile(99);
    const state = values.reduce(
      (sum: Parameters<typeof sketch.add>[0], value) => sketch.add(sum, { value, time: 0, id: '' }),
      undefined,
    );
    expect(JSON.stringify(state).length).toBeLessThan(8_000);
    const highest = values.at(-1) ?? 0;
    const lowest = percentileOf(1, values);
    expect(highest / lowest).toBeGreaterThan(7.6e8);
    expect(highest / lowest).toBeLessThan(7.9e8);
  });
});
