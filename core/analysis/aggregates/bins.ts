/** Bins that are not empty, ascending: the first one's index and count, then the distance to the next and its count, … */
export type Bins = number[];

/** From the lowest bin to the highest, at most. */
const SPAN = 1024;

/**
 * All of both. What lies further below the highest bin than {@link SPAN} is counted in the lowest bin that is left. That
 * depends on the highest index of all alone, so neither order nor grouping shows.
 */
export function mergeBins(left: Bins, right: Bins): Bins {
  const lowest = Math.max(highestOf(left), highestOf(right)) - SPAN + 1;
  const merged: Bins = [];
  let last = 0;
  const take = (index: number, count: number) => {
    const kept = Math.max(index, lowest);
    if (merged.length > 0 && kept === last) merged.push((merged.pop() ?? 0) + count);
    else merged.push(merged.length === 0 ? kept : kept - last, count);
    last = kept;
  };
  let [one, other] = [0, 0];
  let [index, otherIndex] = [left[0] ?? 0, right[0] ?? 0];
  while (one < left.length || other < right.length) {
    if (other >= right.length || (one < left.length && index <= otherIndex)) {
      take(index, left[one + 1] ?? 0);
      one += 2;
      index += left[one] ?? 0;
    } else {
      take(otherIndex, right[other + 1] ?? 0);
      other += 2;
      otherIndex += right[other] ?? 0;
    }
  }
  return merged;
}

/** How many are counted in all. */
export function countOf(bins: Bins): number {
  let count = 0;
  for (let at = 1; at < bins.length; at += 2) count += bins[at] ?? 0;
  return count;
}

/** Index of the bin in which the count from below reaches the rank; 1 is the lowest. */
export function indexAt(bins: Bins, rank: number): number {
  let [index, count] = [0, 0];
  for (let at = 0; at < bins.length && count < rank; at += 2) {
    index += bins[at] ?? 0;
    count += bins[at + 1] ?? 0;
  }
  return index;
}

function highestOf(bins: Bins): number {
  let index = bins.length === 0 ? Number.NEGATIVE_INFINITY : 0;
  for (let at = 0; at < bins.length; at += 2) index += bins[at] ?? 0;
  return index;
}
