/**
 * Merges any run of `count` neighbours, with three merges a run on the average at the most, where the plain way takes
 * `count`: numbers are cut into blocks as long as a run, so a run is the end of one block and the beginning of the next, and
 * either is put together once for all runs (van Herk, "A fast algorithm for local minimum and maximum filters", Pattern
 * Recognition Letters 13, 1992). What is undefined merges with nothing.
 *
 * @param at what stands at a whole number, negative ones too; always the same
 * @returns what the run from a number on comes to
 */
export function createRangeReader<T>(
  at: (index: number) => T | undefined,
  count: number,
  merge: (left: T, right: T) => T,
): (from: number) => T | undefined {
  const join = (left: T | undefined, right: T | undefined) =>
    left === undefined || right === undefined ? (left ?? right) : merge(left, right);
  const begins = (index: number) => Math.floor(index / count) * count === index;
  const heads = new Map<number, T | undefined>();
  const tails = new Map<number, T | undefined>();

  /** From the beginning of its block up to a number. */
  function headTo(index: number): T | undefined {
    if (heads.has(index)) return heads.get(index);
    const head = begins(index) ? at(index) : join(headTo(index - 1), at(index));
    heads.set(index, head);
    return head;
  }

  /** From a number to the end of its block. */
  function tailFrom(index: number): T | undefined {
    if (tails.has(index)) return tails.get(index);
    const tail = begins(index + 1) ? at(index) : join(at(index), tailFrom(index + 1));
    tails.set(index, tail);
    return tail;
  }

  return (from) => (begins(from) ? tailFrom(from) : join(tailFrom(from), headTo(from + count - 1)));
}
