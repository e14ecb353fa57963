/**
 * Upper bounds of the histogram's buckets, in milliseconds; a last bucket without bound comes after them. Fine between
 * 100 ms and 2 s, where a working pipeline lives, coarse up to the 12 h after which the mapping gives a record up.
 */
export const latencyBoundsMs: readonly number[] = [
  25, 50, 75, 100, 125, 150, 175, 200, 250, 300, 350, 400, 450, 500, 600, 700, 800, 900, 1000, 1250, 1500, 2000, 3000,
  5000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000, 43_200_000,
];

/** The histogram of one measurement. A negative latency (clocks of two machines) counts in the first bucket. */
export function latencyOf(ms: number): readonly number[] {
  const bound = latencyBoundsMs.findIndex((upper) => ms <= upper);
  return [...new Array<number>(bound === -1 ? latencyBoundsMs.length : bound).fill(0), 1];
}

/** The sum of two histograms. A histogram ends with its last bucket that is not zero, which keeps stored ones short. */
export function addLatencies(a: readonly number[], b: readonly number[]): readonly number[] {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  return long.map((count, index) => count + (short[index] ?? 0));
}

/**
 * A percentile of a histogram, in milliseconds, interpolated within its bucket; in the bucket without bound, the last
 * bound. Nothing for an empty histogram.
 * @param share 0 to 1, such as 0.99
 * @throws {RangeError} for another share
 */
export function latencyPercentile(latency: readonly number[], share: number): number | undefined {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`A percentile's share must be from 0 to 1 (received ${share})`);
  const total = latency.reduce((sum, count) => sum + count, 0);
  let rank = share * total;
  for (const [index, count] of latency.entries()) {
    const low = latencyBoundsMs[index - 1] ?? 0;
    const high = latencyBoundsMs[index] ?? low;
    if (count > 0 && rank <= count) return low + ((high - low) * rank) / count;
    rank -= count;
  }
  return undefined;
}
