/** Bits of a hash that choose the register. */
const PRECISION = 11;
/** Bits of a hash whose leading zeros the register notes. */
const TAIL_BITS = 37;

export const REGISTERS = 2 ** PRECISION;
export const HASH_BITS = PRECISION + TAIL_BITS;

/** What a hash does to the registers: the register at `index` is raised to `rank`, 1 to 38, if it is lower. */
export function placeOf(hash: number): { readonly index: number; readonly rank: number } {
  const index = Math.floor(hash / 2 ** TAIL_BITS);
  const tail = hash - index * 2 ** TAIL_BITS;
  return { index, rank: TAIL_BITS + 1 - (tail === 0 ? 0 : tail.toString(2).length) };
}

/**
 * The number of distinct hashes that have raised the registers, by the estimator of Ertl, "New cardinality estimation
 * algorithms for HyperLogLog sketches" (arXiv:1702.01284, algorithm 6). It is unbiased from 0 on, so it needs neither the
 * linear counting of Flajolet 2007 nor the tables of Heule 2013.
 */
export function estimate(registers: readonly number[]): number {
  const counts = new Array<number>(TAIL_BITS + 2).fill(0);
  for (const rank of registers) counts[rank] = (counts[rank] ?? 0) + 1;
  const [zeros = 0] = counts;
  let denominator = REGISTERS * tau(1 - (counts[TAIL_BITS + 1] ?? 0) / REGISTERS);
  for (let rank = TAIL_BITS; rank >= 1; rank--) denominator = (denominator + (counts[rank] ?? 0)) / 2;
  denominator += REGISTERS * sigma(zeros / REGISTERS);
  return REGISTERS ** 2 / (2 * Math.LN2 * denominator);
}

/** `x + Σ x^(2^k) 2^(k−1)`, from 0 up to below 1; of 1 ∞. */
function sigma(share: number): number {
  if (share === 1) return Number.POSITIVE_INFINITY;
  let [power, weight, total] = [share, 1, share];
  for (;;) {
    power *= power;
    const next = total + power * weight;
    if (next === total) return total;
    total = next;
    weight *= 2;
  }
}

/** `(1 − x − Σ (1 − x^(2^−k))² 2^−k) / 3`, from 0 to 1. */
function tau(share: number): number {
  if (share === 0 || share === 1) return 0;
  let [root, weight, total] = [share, 1, 1 - share];
  for (;;) {
    root = Math.sqrt(root);
    weight /= 2;
    const next = total - (1 - root) ** 2 * weight;
    if (next === total) return total / 3;
    total = next;
  }
}
