import type { TopValue } from '../aggregate.ts';
import type { Accumulator } from './accumulator.ts';

/** Characters of a text that are looked at. */
const MAX_TEXT = 128;

/** What was taken off every count, and so is missing in each at the most; the texts in order, and the count of each. */
type Summary = [missing: number, texts: string[], counts: number[]];

/**
 * The texts that come up most often, and how often. A summary of Misra and Gries, "Finding repeated elements" (Science of
 * Computer Programming 2, 1982), with the merging of Agarwal et al., "Mergeable Summaries" (PODS 2012): texts are counted one
 * by one, and where one is added beyond `exactUpTo`, the lowest count is taken off all, and those left with nothing go. (It
 * keeps what SpaceSaving of Metwally, Agrawal and El Abbadi keeps, "Efficient Computation of Frequent and Top-k Elements in
 * Data Streams", ICDT 2005; Agarwal shows that each can be read out of the other.)
 *
 * Nothing was taken off as long as there are no more than `exactUpTo` texts: then counts are exact, and neither order nor
 * grouping shows. Beyond that a count is short by what was taken off or less, which is given beside it, and is at most the
 * number of texts counted divided by `exactUpTo + 1`, however states are merged. Which of the rare texts are left then depends
 * on the order. Merging takes nothing off, so neither panes nor the order in which they are merged add to that.
 *
 * @param k how many are listed, 1 to 100; of equal counts the texts that come first in UTF-16 order
 * @param exactUpTo texts that are kept, `k` to 1,000
 */
export function top(k: number, exactUpTo: number): Accumulator<readonly string[], Summary> {
  return {
    add: (state, { value }) => value.reduce((summary, text) => addText(summary, text, exactUpTo), state ?? [0, [], []]),
    merge,
    value: ([missing, texts, counts]) =>
      texts
        .map((value, index): TopValue => ({ value, count: counts[index] ?? 0, ...(missing > 0 && { error: missing }) }))
        .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
        .slice(0, k),
  };
}

/**
 * What counts of that which an author's function gives: texts, each once. Undefined: the event is left out. A text of over 128
 * characters counts under its first 128, since all of them lie in a state of at most 64 KB.
 */
export function takeTexts(given: unknown): readonly string[] | undefined {
  const texts = (Array.isArray(given) ? given : [given]).filter((text) => typeof text === 'string').map(cut);
  return texts.length > 0 ? [...new Set(texts)] : undefined;
}

function cut(text: string): string {
  return text.length <= MAX_TEXT ? text : [...text].slice(0, MAX_TEXT).join('');
}

function addText([missing, texts, counts]: Summary, text: string, most: number): Summary {
  const at = placeOf(texts, text);
  if (texts[at] === text) return [missing, texts, counts.with(at, (counts[at] ?? 0) + 1)];
  const [more, numbers] = [texts.toSpliced(at, 0, text), counts.toSpliced(at, 0, 1)];
  return more.length <= most ? [missing, more, numbers] : takeOff([missing, more, numbers], most);
}

/** Takes the highest count that is one too many off all, and drops those left with nothing. */
function takeOff([missing, texts, counts]: Summary, most: number): Summary {
  const off = counts.toSorted((one, other) => other - one)[most] ?? 0;
  return [
    missing + off,
    texts.filter((_, index) => (counts[index] ?? 0) > off),
    counts.map((n) => n - off).filter((n) => n > 0),
  ];
}

/** All of both. Texts may be more than are kept: the next one that is added brings them down. */
function merge([missing, texts, counts]: Summary, [otherMissing, otherTexts, otherCounts]: Summary): Summary {
  const merged: Summary = [missing + otherMissing, [], []];
  let [one, other] = [0, 0];
  while (one < texts.length || other < otherTexts.length) {
    const [left, right] = [texts[one], otherTexts[other]];
    const takesLeft = right === undefined || (left !== undefined && left <= right);
    const takesRight = left === undefined || (right !== undefined && right <= left);
    merged[1].push((takesLeft ? left : right) ?? '');
    merged[2].push((takesLeft ? (counts[one] ?? 0) : 0) + (takesRight ? (otherCounts[other] ?? 0) : 0));
    if (takesLeft) one += 1;
    if (takesRight) other += 1;
  }
  return merged;
}

/** Where a text stands among those in order, or would. */
function placeOf(texts: readonly string[], wanted: string): number {
  let [low, high] = [0, texts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((texts[middle] ?? '') < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
