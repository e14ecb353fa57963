import { describe, expect, it } from 'vitest';
import { exactDeviation, exactMean, exactSum } from '../../../../core/reference/exact.ts';

describe('exact arithmetic', () => {
  it('rounds a sum once, where adding up rounds each time', () => {
    expect(exactSum([1e16, 1, 1, -1e16])).toBe(2);
    expect(exactSum([0.1, 0.2, 0.3])).toBe(0.6);
    expect(exactSum(Array.from({ length: 10 }, () => 0.1))).toBe(1);
    expect(exactSum([2 ** 53, 1, 2 ** -1074])).toBe(2 ** 53 + 2);
    expect(exactSum([2 ** 53, 1])).toBe(2 ** 53);
    expect(exactSum([])).toBe(0);
  });

  it('reaches both ends of the doubles', () => {
    expect(exactSum([Number.MAX_VALUE, Number.MIN_VALUE])).toBe(Number.MAX_VALUE);
    expect(exactSum([Number.MIN_VALUE, Number.MIN_VALUE])).toBe(2 * Number.MIN_VALUE);
    expect(exactSum([Number.MAX_VALUE, Number.MAX_VALUE])).toBe(Number.POSITIVE_INFINITY);
    expect(exactMean([-Number.MAX_VALUE, -Number.MAX_VALUE])).toBe(-Number.MAX_VALUE);
    expect(exactMean([1, 1, 2])).toBe(4 / 3);
  });

  it('finds the small deviation of large values', () => {
    expect(exactDeviation([1e9 + 1, 1e9 + 3])).toBe(1);
    expect(exactDeviation([0.1, 0.1, 0.1])).toBe(0);
    expect(exactDeviation([0, 1e-300])).toBe(5e-301);
    expect(exactDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBe(2);
  });

  it('refuses what is no number', () => {
    expect(() => exactSum([1, Number.NaN])).toThrow('received NaN');
  });
});
