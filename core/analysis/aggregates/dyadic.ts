/** A number `mantissa × 2^exponent`: every finite double is one, and so is every sum and product of such numbers. */
export interface Dyadic {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const view = new DataView(new ArrayBuffer(8));
const HIDDEN_BIT = 1n << 52n;

/** The exact value of a finite double (IEEE 754 binary64). */
export function fromDouble(value: number): Dyadic {
  if (Number.isSafeInteger(value)) return { mantissa: BigInt(value), exponent: 0 };
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & (HIDDEN_BIT - 1n);
  const magnitude = biased === 0 ? fraction : fraction | HIDDEN_BIT;
  return { mantissa: value < 0 ? -magnitude : magnitude, exponent: Math.max(biased, 1) - 1075 };
}

/** Exact. */
export function addDyadic(left: Dyadic, right: Dyadic): Dyadic {
  const exponent = Math.min(left.exponent, right.exponent);
  return { mantissa: shifted(left, exponent) + shifted(right, exponent), exponent };
}

/** Exact. */
export function multiplyDyadic(left: Dyadic, right: Dyadic): Dyadic {
  return { mantissa: left.mantissa * right.mantissa, exponent: left.exponent + right.exponent };
}

function shifted({ mantissa, exponent }: Dyadic, to: number): bigint {
  return mantissa << BigInt(exponent - to);
}

/** The same number with an odd mantissa, so that equal numbers look the same. Not of 0. */
export function reduceDyadic({ mantissa, exponent }: Dyadic): Dyadic {
  const zeros = trailingZeros(mantissa);
  return { mantissa: mantissa >> BigInt(zeros), exponent: exponent + zeros };
}

function trailingZeros(value: bigint): number {
  let zeros = 0;
  for (let rest = value; ; rest >>= 32n, zeros += 32) {
    const word = Number(BigInt.asIntN(32, rest));
    if (word !== 0) return zeros + 31 - Math.clz32(word & -word);
  }
}

/** Bits of the magnitude. */
export function bitLength(magnitude: bigint): number {
  const digits = magnitude.toString(16);
  return digits.length * 4 - Math.clz32(Number.parseInt(digits.charAt(0), 16)) + 28;
}
