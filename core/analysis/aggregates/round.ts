import { bitLength, type Dyadic } from './dyadic.ts';

/** Bits that are worked out before rounding: more than the 53 of a double and the one that decides. */
const KEPT_BITS = 64;
/** Exponent of the smallest subnormal double. */
const LEAST_EXPONENT = -1074;

/**
 * `dividend / divisor`, rounded once to the nearest double, ties to even; beyond the range of a double ±Infinity.
 * `divisor` is positive.
 */
export function roundQuotient({ mantissa, exponent }: Dyadic, divisor: bigint): number {
  if (mantissa === 0n) return 0;
  const magnitude = mantissa < 0n ? -mantissa : mantissa;
  const shift = Math.max(KEPT_BITS - bitLength(magnitude) + bitLength(divisor), 0);
  const dividend = magnitude << BigInt(shift);
  const quotient = dividend / divisor;
  const rounded = roundMagnitude(quotient, exponent - shift, quotient * divisor !== dividend);
  return mantissa < 0n ? -rounded : rounded;
}

/** `√dividend / divisor`, rounded once to the nearest double, ties to even. `dividend` is not negative, `divisor` positive. */
export function roundRootQuotient({ mantissa, exponent }: Dyadic, divisor: bigint): number {
  if (mantissa === 0n) return 0;
  const room = Math.max(2 * (KEPT_BITS + bitLength(divisor)) - bitLength(mantissa), 0);
  // The exponent under the root has to be even.
  const shift = room + ((exponent - room) & 1);
  const radicand = mantissa << BigInt(shift);
  const root = floorRoot(radicand);
  const quotient = root / divisor;
  const inexact = root * root !== radicand || quotient * divisor !== root;
  return roundMagnitude(quotient, (exponent - shift) / 2, inexact);
}

/** A positive number of {@link KEPT_BITS} bits or more, and whether something was cut off below it, as the nearest double. */
function roundMagnitude(magnitude: bigint, exponent: number, inexact: boolean): number {
  const unit = Math.max(exponent + bitLength(magnitude) - 53, LEAST_EXPONENT);
  const dropped = BigInt(unit - exponent);
  const floor = magnitude >> dropped;
  const rest = magnitude - (floor << dropped);
  const half = 1n << (dropped - 1n);
  const up = rest > half || (rest === half && (inexact || (floor & 1n) === 1n));
  return Number(up ? floor + 1n : floor) * 2 ** unit;
}

/** The largest whole number whose square is not above a positive one: Newton's method, coming from above. */
function floorRoot(value: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(bitLength(value) / 2));
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
