import type { Accumulator } from './accumulator.ts';
import { addDyadic, multiplyDyadic } from './dyadic.ts';
import { addExact, type Exact, roundExact, squareExact, toDyadic } from './exact.ts';
import { roundQuotient, roundRootQuotient } from './round.ts';

/** How many contributions there are, whatever they are. */
export const count: Accumulator<unknown, number> = {
  add: (state = 0) => state + 1,
  merge: (left, right) => left + right,
  value: (state) => state,
};

/** Exact, rounded once when it is read; ±Infinity (in JSON: null) where the sum is beyond the range of a double. */
export const sum: Accumulator<number, Exact> = {
  add: (state = 0, { value }) => addExact(state, value),
  merge: addExact,
  value: roundExact,
};

/** Exact sum by count, rounded once. Never beyond the range of a double. */
export const avg: Accumulator<number, [count: number, sum: Exact]> = {
  add: ([size, total] = [0, 0], { value }) => [size + 1, addExact(total, value)],
  merge: (left, right) => [left[0] + right[0], addExact(left[1], right[1])],
  value: ([size, total]) => roundQuotient(toDyadic(total), BigInt(size)),
};

/**
 * Population standard deviation `√(n Σx² − (Σx)²) / n`, rounded once. Since both sums are exact, the difference is: what
 * makes this formula unusable in floating point (cancellation) does not happen.
 */
export const stddev: Accumulator<number, [count: number, sum: Exact, squares: Exact]> = {
  add: ([size, total, squares] = [0, 0, 0], { value }) => [
    size + 1,
    addExact(total, value),
    addExact(squares, squareExact(value)),
  ],
  merge: (left, right) => [left[0] + right[0], addExact(left[1], right[1]), addExact(left[2], right[2])],
  value: ([size, total, squares]) => {
    const sumOf = toDyadic(total);
    const squared = multiplyDyadic(sumOf, { mantissa: -sumOf.mantissa, exponent: sumOf.exponent });
    const dividend = addDyadic(multiplyDyadic(toDyadic(squares), { mantissa: BigInt(size), exponent: 0 }), squared);
    return roundRootQuotient(dividend, BigInt(size));
  },
};
