import { addDyadic, type Dyadic, fromDouble, multiplyDyadic, reduceDyadic } from './dyadic.ts';
import { roundQuotient } from './round.ts';

/**
 * A sum of doubles without any rounding, as it lies in a state. A number where a double holds it exactly; otherwise
 * `<mantissa in hexadecimal>p<exponent of two>` with an odd mantissa. Equal sums look the same, so neither order nor
 * grouping shows; a sum of doubles that are near each other takes some 20 characters, of the most distant ones 550.
 *
 * A fixed-point number of any length does what Shewchuk's expansions do ("Adaptive Precision Floating-Point Arithmetic",
 * 1997), and unlike them has one form a value, and neither overflows nor underflows on the way.
 */
export type Exact = number | string;

/** Whole numbers up to here have squares that a double holds. */
const SQUARABLE = 2 ** 26;

/** Exact. */
export function addExact(left: Exact, right: Exact): Exact {
  if (typeof left === 'number' && typeof right === 'number') {
    const sum = left + right;
    if (Number.isFinite(sum) && errorOfSum(left, right, sum) === 0) return sum;
  }
  return toExact(addDyadic(toDyadic(left), toDyadic(right)));
}

/** The square of a double. Exact. */
export function squareExact(value: number): Exact {
  if (Number.isInteger(value) && Math.abs(value) <= SQUARABLE) return value * value;
  const dyadic = fromDouble(value);
  return toExact(multiplyDyadic(dyadic, dyadic));
}

/** The nearest double, ties to even; ±Infinity beyond the range of a double. */
export function roundExact(value: Exact): number {
  return typeof value === 'number' ? value : roundQuotient(toDyadic(value), 1n);
}

/** What a state holds, as a number to calculate with. */
export function toDyadic(value: Exact): Dyadic {
  if (typeof value === 'number') return fromDouble(value);
  const point = value.indexOf('p');
  const exponent = Number(value.slice(point + 1));
  return value.startsWith('-')
    ? { mantissa: -BigInt(`0x${value.slice(1, point)}`), exponent }
    : { mantissa: BigInt(`0x${value.slice(0, point)}`), exponent };
}

function toExact(value: Dyadic): Exact {
  if (value.mantissa === 0n) return 0;
  const { mantissa, exponent } = reduceDyadic(value);
  if (isDouble(mantissa, exponent)) return roundQuotient({ mantissa, exponent }, 1n);
  return `${mantissa.toString(16)}p${exponent}`;
}

const LARGEST_MANTISSA = 2n ** 53n;

/** Whether a double holds it, of an odd mantissa. */
function isDouble(mantissa: bigint, exponent: number): boolean {
  if (exponent < -1074 || exponent > 1023) return false;
  if (mantissa >= LARGEST_MANTISSA || mantissa <= -LARGEST_MANTISSA) return false;
  return Number.isFinite(Number(mantissa) * 2 ** exponent);
}

/** What rounding took from a sum of two doubles, which a double always holds (Knuth's TwoSum). */
function errorOfSum(left: number, right: number, sum: number): number {
  const rest = sum - left;
  return left - (sum - rest) + (right - rest);
}
