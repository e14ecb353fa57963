import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { first, last, max, min } from '../../../../../core/analysis/aggregates/extremes.ts';
import { addUp, contributionsOf, grouping } from './grouping.ts';

const numbers = fc.array(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  { minLength: 1, maxLength: 30 },
);
const dated = fc.array(
  fc.record({
    time: fc.integer({ min: -3, max: 3 }),
    id: fc.constantFrom('a', 'b', 'B', 'é', '😀', '10', '9'),
    value: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.boolean(), fc.constantFrom('x', 'y', '0')),
  }),
  { minLength: 1, maxLength: 30 },
);

describe('extremes', () => {
  it('of numbers are the lowest and the highest', () => {
    fc.assert(
      fc.property(numbers, grouping, (values, how) => {
        expect(addUp(min, contributionsOf(values), how)).toBe(Math.min(...values));
        expect(addUp(max, contributionsOf(values), how)).toBe(Math.max(...values));
      }),
    );
  });

  it('of time are those of the first and last event, ties broken by id', () => {
    fc.assert(
      fc.property(dated, grouping, (contributions, how) => {
        const sorted = contributions.toSorted(
          (one, other) => one.time - other.time || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0),
        );
        const [earliest, latest] = [sorted[0], sorted.at(-1)];
        expect(addUp(first, contributions, how).slice(0, 2)).toEqual([earliest?.time, earliest?.id]);
        expect(addUp(last, contributions, how).slice(0, 2)).toEqual([latest?.time, latest?.id]);
      }),
    );
  });

  it('of time are the same in any order, even of events with the same time and id', () => {
    fc.assert(
      fc.property(dated, grouping, grouping, (contributions, one, other) => {
        expect(addUp(first, contributions, one)).toEqual(addUp(first, contributions, other));
        expect(addUp(last, contributions, one)).toEqual(addUp(last, contributions, other));
      }),
    );
  });
});
