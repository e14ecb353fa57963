/** A fraction of whole numbers; `below` is over 0. */
interface Fraction {
  readonly above: bigint;
  readonly below: bigint;
}

/** Bits that a quotient is worked out to before it is rounded once, to the 53 of a double. */
const QUOTIENT_BITS = 64;
const ROOT_BITS = 128n;

/** The sum, rounded once. @throws {RangeError} for a number that is not finite */
export function exactSum(numbers: readonly number[]): number {
  return nearest(sumOf(numbers.map(fractionOf)));
}

/** The mean, rounded once. @throws {RangeError} for a number that is not finite, and for none at all */
export function exactMean(numbers: readonly number[]): number {
  const { above, below } = sumOf(numbers.map(fractionOf));
  return nearest({ above, below: below * BigInt(numbers.length) });
}

/** Population standard deviation, to the last digit but one. @throws as {@link exactMean} */
export function exactDeviation(numbers: readonly number[]): number {
  const fractions = numbers.map(fractionOf);
  const count = BigInt(numbers.length);
  const sum = sumOf(fractions);
  const squares = sumOf(fractions.map(({ above, below }) => ({ above: above * above, below: below * below })));
  // (n Σx² − (Σx)²) / n²
  const below = squares.below * sum.below * sum.below;
  const above = count * squares.above * sum.below * sum.below - sum.above * sum.above * squares.below;
  return root({ above, below: below * count * count });
}

/** √(a / b) = √(a b) / b, to {@link ROOT_BITS} bits after the point. */
function root({ above, below }: Fraction): number {
  return nearest({ above: floorRoot((above * below) << (2n * ROOT_BITS)), below: below << ROOT_BITS });
}

/** The largest whole number whose square is not above: Newton's method from above. */
function floorRoot(square: bigint): bigint {
  if (square === 0n) return 0n;
  let guess = 1n << BigInt(Math.ceil(bitsOf(square) / 2));
  for (;;) {
    const next = (guess + square / guess) / 2n;
    if (next >= guess) return guess;
    guess = next;
  }
}

/** Doubling a double is exact, and in the end there is a whole number. */
function fractionOf(number: number): Fraction {
  if (!Number.isFinite(number)) throw new RangeError(`Exact arithmetic needs finite numbers (received ${number})`);
  let [above, below] = [number, 1n];
  while (!Number.isInteger(above)) [above, below] = [above * 2, below * 2n];
  return { above: BigInt(above), below };
}

/** All are over powers of two, so the largest is a common denominator. */
function sumOf(fractions: readonly Fraction[]): Fraction {
  let below = 1n;
  for (const fraction of fractions) if (fraction.below > below) below = fraction.below;
  const above = fractions.reduce((sum, fraction) => sum + fraction.above * (below / fraction.below), 0n);
  return { above, below };
}

/** The double nearest to a fraction, ties to even; of those below 2^-1022 one of the two nearest. */
function nearest({ above, below }: Fraction): number {
  if (above < 0n) return -nearest({ above: -above, below });
  if (above === 0n) return 0;
  const shift = QUOTIENT_BITS - (bitsOf(above) - bitsOf(below));
  const [dividend, divisor] = shift >= 0 ? [above << BigInt(shift), below] : [above, below << BigInt(-shift)];
  const quotient = dividend / divisor;
  // A last bit for what is left over tells a tie from a little more than one.
  const sticky = dividend % divisor === 0n ? quotient : quotient | 1n;
  // In two steps, since one power of two can be out of a double's range.
  const half = Math.trunc(shift / 2);
  return Number(sticky) * 2 ** -half * 2 ** (half - shift);
}

function bitsOf(number: bigint): number {
  return number.toString(2).length;
}
