/**
 * Doubles as whole numbers of 2^−1074, the smallest double: what exact arithmetic on them comes to, and whether a double is
 * the nearest to it. Shares nothing with what it checks.
 */
const ONE = 1074n;
const BEYOND = 1n << (1024n + ONE);

/** Of an infinity the power of two that it stands for when it comes to rounding. */
export function scaled(value: number): bigint {
  if (!Number.isFinite(value)) return value > 0 ? BEYOND : -BEYOND;
  const bits = bitsOf(Math.abs(value));
  const [exponent, fraction] = [bits >> 52n, bits & ((1n << 52n) - 1n)];
  const magnitude = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return value < 0 ? -magnitude : magnitude;
}

/** Twice the middle between a positive double, or 0, and the one below and above it, scaled. */
function borders(value: number): { readonly below: bigint; readonly above: bigint; readonly even: boolean } {
  const bits = bitsOf(value);
  const next = (difference: bigint) => (bits + difference < 0n ? -1n : scaled(fromBits(bits + difference)));
  const own = scaled(value);
  const above = value === Number.POSITIVE_INFINITY ? own * own : own + next(1n);
  return { below: own + next(-1n), above, even: (bits & 1n) === 0n };
}

/** Whether `value` is `dividend / divisor` (scaled), rounded to the nearest double, ties to even. */
export function isNearest(value: number, dividend: bigint, divisor = 1n): boolean {
  if (value < 0) return isNearest(-value, -dividend, divisor);
  const { below, above, even } = borders(value);
  const doubled = 2n * dividend;
  const [low, high] = [below * divisor, above * divisor];
  return even ? low <= doubled && doubled <= high : low < doubled && doubled < high;
}

/** Whether `value` is `√(dividend / divisor)`, rounded likewise; `dividend` is scaled twice. */
export function isNearestRoot(value: number, dividend: bigint, divisor: bigint): boolean {
  const { below, above, even } = borders(value);
  const fourfold = 4n * dividend;
  const low = below < 0n ? -1n : below * below * divisor;
  const high = above * above * divisor;
  return even ? low <= fourfold && fourfold <= high : low < fourfold && fourfold < high;
}

function bitsOf(value: number): bigint {
  return new BigUint64Array(new Float64Array([value]).buffer)[0] ?? 0n;
}

function fromBits(bits: bigint): number {
  return new Float64Array(new BigUint64Array([bits]).buffer)[0] ?? Number.NaN;
}
