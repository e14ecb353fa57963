/** Numbers that were left out when those around them were read, both ends included. */
export interface Gap {
  readonly from: bigint;
  readonly to: bigint;
  /** When they were first found to be missing, in milliseconds since the epoch. */
  readonly since: number;
}

/**
 * Which numbers of a growing column are read. Numbers are drawn when a transaction inserts and seen when it commits, so a lower
 * one may come to light after a higher one was read. What was left out below the highest is therefore remembered and asked
 * for again: no row is read twice, and none is passed over that comes within the time set.
 */
export interface NumbersRead {
  /** The highest read; undefined: none yet. */
  readonly highest: bigint | undefined;
  /** Ascending, none touching another that is as old. */
  readonly gaps: readonly Gap[];
}

/** Gaps remembered at the most; the item that keeps them may have 400 KB. Of more, the oldest are given up. */
export const MOST_GAPS = 2_000;

/** The lowest bigint of PostgreSQL: below the first number that is ever read, all are missing. */
const LOWEST = -(2n ** 63n);

/** Nothing is read. */
export const nothingRead: NumbersRead = { highest: undefined, gaps: [] };

/**
 * Notes a page of rows above the highest: all that there are up to its last number.
 *
 * @param numbers ascending, all above the highest
 * @param now in milliseconds since the epoch
 */
export function readAbove({ highest, gaps }: NumbersRead, numbers: readonly bigint[], now: number): NumbersRead {
  const added: Gap[] = [];
  let next = highest === undefined ? LOWEST : highest + 1n;
  for (const number of numbers) {
    if (number > next) added.push({ from: next, to: number - 1n, since: now });
    next = number + 1n;
  }
  return { highest: numbers.at(-1) ?? highest, gaps: [...gaps, ...added] };
}

/**
 * Notes rows that came to light in gaps.
 *
 * @param numbers ascending
 */
export function readWithin({ highest, gaps }: NumbersRead, numbers: readonly bigint[]): NumbersRead {
  const left: Gap[] = [];
  let index = 0;
  for (const { from, to, since } of gaps) {
    let start = from;
    for (let number = numbers[index]; number !== undefined && number <= to; number = numbers[++index]) {
      if (number > start) left.push({ from: start, to: number - 1n, since });
      start = number + 1n;
    }
    if (start <= to) left.push({ from: start, to, since });
  }
  return { highest, gaps: left };
}

/**
 * Gives up the gaps that are as old as `lateMs` or older, and the oldest of too many. To be called once they were looked into.
 *
 * @param now in milliseconds since the epoch
 * @returns how many were given up before their time, since there were too many
 */
export function giveUp(
  { highest, gaps }: NumbersRead,
  now: number,
  lateMs: number,
): { readonly read: NumbersRead; readonly early: number } {
  const young = gaps.filter(({ since }) => now - since < lateMs);
  const early = Math.max(0, young.length - MOST_GAPS);
  const byAge = early === 0 ? [] : [...young].sort((a, b) => a.since - b.since).slice(0, early);
  const dropped = new Set(byAge);
  return { read: { highest, gaps: young.filter((gap) => !dropped.has(gap)) }, early };
}

/** As text, to be kept. */
export function writeNumbersRead({ highest, gaps }: NumbersRead): string {
  const kept = gaps.map(({ from, to, since }) => [String(from), String(to), since]);
  return JSON.stringify({ highest: highest === undefined ? null : String(highest), gaps: kept });
}

/** From the text. @throws {SyntaxError} for what {@link writeNumbersRead} has not written */
export function parseNumbersRead(text: string): NumbersRead {
  const { highest, gaps } = JSON.parse(text) as {
    readonly highest: string | null;
    readonly gaps: readonly (readonly [string, string, number])[];
  };
  return {
    highest: highest === null ? undefined : BigInt(highest),
    gaps: gaps.map(([from, to, since]) => ({ from: BigInt(from), to: BigInt(to), since })),
  };
}
