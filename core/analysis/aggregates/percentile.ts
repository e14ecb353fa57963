import type { Accumulator } from './accumulator.ts';
import { type Bins, countOf, indexAt, mergeBins } from './bins.ts';

const RELATIVE_ACCURACY = 0.01;
const GAMMA = (1 + RELATIVE_ACCURACY) / (1 - RELATIVE_ACCURACY);
const LOG_GAMMA = Math.log(GAMMA);
/** Below it doubles get coarser than the accuracy: what is nearer to 0 is taken for 0. */
const LEAST_NORMAL = 2 ** -1022;

/** Of negative numbers the magnitudes are counted. */
type Sketch = [zeros: number, positive: Bins, negative: Bins];

/**
 * The value at rank `⌈percent × n / 100⌉` of the n sorted values (nearest rank), within 1 % of it: DDSketch of Masson, Rim
 * and Lee, "DDSketch: A Fast and Fully-Mergeable Quantile Sketch with Relative-Error Guarantees" (PVLDB 12, 2019). Bin i
 * counts what is over γ^(i−1) and up to γ^i, with γ = 1.01 / 0.99; each sign has bins of its own, of magnitudes.
 *
 * At most 1,024 bins a sign are kept, the highest: 1 % holds for magnitudes down to a 780-millionth of the largest of that
 * sign, and what is smaller is given as about that. Merging is exact. A bin takes some five characters, and there are no more
 * bins than events.
 *
 * Our own, since `@datadog/sketches-js` 2.1.1 can't be bundled (it requires `protobufjs`, which it doesn't declare), keeps
 * a sum that depends on the order, and puts its state out as protobuf only.
 *
 * @param percent over 0, up to 100
 */
export function percentile(percent: number): Accumulator<number, Sketch> {
  return {
    add: (state = [0, [], []], { value }) => mergeSketches(state, sketchOf(value)),
    merge: mergeSketches,
    value: ([zeros, positive, negative]) => {
      const below = countOf(negative);
      const rank = Math.ceil((percent * (below + zeros + countOf(positive))) / 100);
      if (rank <= below) return -middleOf(indexAt(negative, below - rank + 1));
      return rank <= below + zeros ? 0 : middleOf(indexAt(positive, rank - below - zeros));
    },
  };
}

function sketchOf(value: number): Sketch {
  const magnitude = Math.abs(value);
  if (magnitude < LEAST_NORMAL) return [1, [], []];
  const bins = [Math.ceil(Math.log(magnitude) / LOG_GAMMA), 1];
  return value > 0 ? [0, bins, []] : [0, [], bins];
}

function mergeSketches(left: Sketch, right: Sketch): Sketch {
  return [left[0] + right[0], mergeBins(left[1], right[1]), mergeBins(left[2], right[2])];
}

/** The number whose relative distance from either end of the bin is the same. */
function middleOf(index: number): number {
  return Math.min((2 / (1 + GAMMA)) * Math.exp(index * LOG_GAMMA), Number.MAX_VALUE);
}
