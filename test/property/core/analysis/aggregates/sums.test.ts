import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { avg, count, stddev, sum } from '../../../../../core/analysis/aggregates/sums.ts';
import { addUp, contributionsOf, grouping } from './grouping.ts';
import { isNearest, isNearestRoot, scaled } from './scaled.ts';

const any = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const measured = fc.integer({ min: -5000, max: 8500 }).map((hundredths) => hundredths / 100 + 0);
/** Of all magnitudes; as a sensor measures them; near each other and far from 0, where floating point would cancel. */
const numbers = fc.oneof(
  fc.array(any, { minLength: 1, maxLength: 30 }),
  fc.array(measured, { minLength: 1, maxLength: 30 }),
  fc.array(
    measured.map((value) => value + 1e9),
    { minLength: 1, maxLength: 30 },
  ),
  fc.array(fc.constantFrom(Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, 2 ** -1022, 1, -1, 0), {
    minLength: 1,
    maxLength: 30,
  }),
);

const total = (values: readonly number[]) => values.reduce((all, value) => all + scaled(value), 0n);

describe('aggregates that add up', () => {
  it('have the same state, whatever the order and the grouping', () => {
    fc.assert(
      fc.property(numbers, grouping, grouping, (values, one, other) => {
        const contributions = contributionsOf(values);
        expect(addUp(sum, contributions, one)).toBe(addUp(sum, contributions, other));
        expect(addUp(count, contributions, one)).toBe(values.length);
        expect(addUp(avg, contributions, one)).toEqual(addUp(avg, contributions, other));
        expect(addUp(stddev, contributions, one)).toEqual(addUp(stddev, contributions, other));
      }),
    );
  });

  it('are rounded once: a sum', () => {
    fc.assert(
      fc.property(numbers, grouping, (values, how) => {
        const value = sum.value(addUp(sum, contributionsOf(values), how));
        expect(isNearest(Number(value), total(values))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('are rounded once: an average', () => {
    fc.assert(
      fc.property(numbers, grouping, (values, how) => {
        const value = avg.value(addUp(avg, contributionsOf(values), how));
        expect(isNearest(Number(value), total(values), BigInt(values.length))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('are rounded once: a standard deviation', () => {
    fc.assert(
      fc.property(numbers, grouping, (values, how) => {
        const size = BigInt(values.length);
        const squares = values.reduce((all, value) => all + scaled(value) ** 2n, 0n);
        const value = stddev.value(addUp(stddev, contributionsOf(values), how));
        expect(isNearestRoot(Number(value), size * squares - total(values) ** 2n, size * size)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
