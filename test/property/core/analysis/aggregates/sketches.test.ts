import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distinct } from '../../../../../core/analysis/aggregates/distinct.ts';
import { percentile } from '../../../../../core/analysis/aggregates/percentile.ts';
import { addUp, contributionsOf, grouping } from './grouping.ts';

const scalar = fc.oneof(
  fc.string(),
  fc.integer({ min: -2, max: 20 }),
  fc.boolean(),
  fc.constantFrom('1', 'true', '\ud800', '\ud801'),
);
/** Within 780 million of each other, of either sign. */
const moderate = fc.oneof(
  fc.double({ min: 0.001, max: 700_000, noNaN: true }),
  fc.double({ min: -700_000, max: -0.001, noNaN: true }),
  fc.constantFrom(0, 1, -1),
);
const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const percents = fc.oneof(
  fc.constantFrom(1, 50, 90, 95, 99, 99.9, 100),
  fc.double({ min: 0.001, max: 100, noNaN: true }),
);

/** The value at the nearest rank, of the whole list. */
function exactPercentile(values: readonly number[], percent: number): number {
  return values.toSorted((one, other) => one - other)[Math.ceil((percent * values.length) / 100) - 1] ?? Number.NaN;
}

describe('the number of distinct values', () => {
  it('is exact as long as they are few', () => {
    fc.assert(
      fc.property(fc.array(scalar, { minLength: 1, maxLength: 40 }), grouping, (values, how) => {
        expect(distinct.value(addUp(distinct, contributionsOf(values), how))).toBe(new Set(values).size);
      }),
    );
  });

  it('has the same state, whatever the order and the grouping, on either side of the change of form', () => {
    const sets = fc.array(fc.tuple(fc.nat(2000), fc.integer({ min: 1, max: 200 })), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(sets, grouping, grouping, (ranges, one, other) => {
        const states = ranges.map(([from, length]) => {
          const values = Array.from({ length }, (_, index) => from + index);
          return contributionsOf(values).reduce<string | undefined>(
            (state, next) => distinct.add(state, next),
            undefined,
          );
        });
        const merging = {
          add: (state: string | undefined, { value }: { value: string }) =>
            state === undefined ? value : distinct.merge(state, value),
          merge: distinct.merge,
          value: distinct.value,
        };
        const contributions = contributionsOf(states.filter((state) => state !== undefined));
        const state = addUp(merging, contributions, one);
        expect(addUp(merging, contributions, other)).toBe(state);
        const values = new Set(ranges.flatMap(([from, length]) => Array.from({ length }, (_, index) => from + index)));
        const atOnce = contributionsOf([...values]).reduce<string | undefined>(
          (all, next) => distinct.add(all, next),
          undefined,
        );
        expect(atOnce).toBe(state);
        expect(state.length).toBeLessThanOrEqual(2048);
      }),
    );
  });
});

describe('a percentile', () => {
  it('is within 1 % of the value at the nearest rank', () => {
    fc.assert(
      fc.property(fc.array(moderate, { minLength: 1, maxLength: 40 }), percents, grouping, (values, percent, how) => {
        const sketch = percentile(percent);
        const found = Number(sketch.value(addUp(sketch, contributionsOf(values), how)));
        const exact = exactPercentile(values, percent);
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(Math.abs(exact) * 0.010_000_001);
      }),
      { numRuns: 500 },
    );
  });

  it('has the same state, whatever the order and the grouping, bins collapsed or not', () => {
    fc.assert(
      fc.property(fc.array(anyNumber, { minLength: 1, maxLength: 40 }), grouping, grouping, (values, one, other) => {
        const sketch = percentile(50);
        const [zeros, positive, negative] = addUp(sketch, contributionsOf(values), one);
        expect(addUp(sketch, contributionsOf(values), other)).toEqual([zeros, positive, negative]);
        for (const bins of [positive, negative]) {
          const span = bins
            .slice(2)
            .filter((_, index) => index % 2 === 0)
            .reduce((sum, distance) => sum + distance, 0);
          expect(span).toBeLessThan(1024);
        }
      }),
    );
  });

  it('of the highest magnitude is within 1 %, however far the others are', () => {
    fc.assert(
      fc.property(fc.array(anyNumber, { minLength: 1, maxLength: 40 }), grouping, (values, how) => {
        const highest = Math.max(...values);
        fc.pre(highest >= 2 ** -1022);
        const sketch = percentile(100);
        const found = Number(sketch.value(addUp(sketch, contributionsOf(values), how)));
        expect(Math.abs(found - highest)).toBeLessThanOrEqual(highest * 0.010_000_001);
      }),
    );
  });
});
