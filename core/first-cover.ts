/** A stretch of positions; both ends belong to it. One whose first is above its last covers nothing. */
interface Stretch {
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * Pairs each point with the first of the stretches, in the order given, that covers it; a point that none covers is left
 * out. In O((p + s) log p) for p points and s stretches: each stretch in turn claims the points within it that are still
 * free, and a point once claimed is never looked at again.
 */
export function* firstCover<P extends { readonly at: bigint }, S extends Stretch>(
  points: readonly P[],
  stretches: readonly S[],
): Generator<[point: P, stretch: S]> {
  const sorted = points.toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
  const nextFree = freePlaces(sorted.length);
  for (const stretch of stretches) {
    let place = nextFree.from(lowerBound(sorted, stretch.first));
    for (let point = sorted[place]; point && point.at <= stretch.last; point = sorted[place]) {
      yield [point, stretch];
      nextFree.take(place);
      place = nextFree.from(place);
    }
  }
}

/** The first place whose point is not below the position. */
function lowerBound(sorted: readonly { readonly at: bigint }[], position: bigint): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const point = sorted[middle];
    if (point && point.at < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Remembers which of so many places are taken. A taken place points on towards the next free one, and who has followed
 * the pointers shortens them for whoever comes later. One place more than there are stays free: the end.
 */
function freePlaces(count: number): { from(place: number): number; take(place: number): void } {
  const towards = Uint32Array.from({ length: count + 1 }, (_, place) => place);
  const next = (place: number): number => towards[place] ?? count;
  return {
    from(place) {
      let free = place;
      while (next(free) !== free) free = next(free);
      for (let at = place; at !== free; ) {
        const following = next(at);
        towards[at] = free;
        at = following;
      }
      return free;
    },
    take(place) {
      towards[place] = place + 1;
    },
  };
}
