import type { Aggregate, TopValue, WindowValue } from '../analysis/aggregate.ts';
import type { Window } from '../analysis/window.ts';

type Values = Readonly<Record<string, WindowValue>>;

/** Two ways to work out the same number in floating point end less than this apart, relative to it. */
const ROUNDING = 1e-9;
/** A percentile is within 1 % of the value at its rank. */
const PERCENTILE = 0.01 + ROUNDING;
/** What is derived of such numbers: a formula may make more of a difference in their last digits. */
const DERIVED = 1e-6;
/** Up to so many distinct values are counted exactly. */
const EXACTLY_DISTINCT = 255;
/** Beyond, the standard error is 2.3 %: five of those. */
const DISTINCT = 0.115;

/**
 * What is wrong with values, each in a few words.
 *
 * @param window whose aggregates some of the values are, where there is one
 */
export function valuesWrong<E>(expected: Values, found: Values, window: Window<E> | undefined): readonly string[] {
  const names = new Set([...Object.keys(expected), ...Object.keys(found)]);
  return [...names]
    .filter((name) => !agree(expected[name], found[name], kindOf(name, window)))
    .map((name) => `has ${name} ${JSON.stringify(found[name])} instead of ${JSON.stringify(expected[name])}`);
}

type Kind = Aggregate<never>['kind'] | 'derived' | undefined;

function kindOf<E>(name: string, window: Window<E> | undefined): Kind {
  return window?.derive && Object.hasOwn(window.derive.values, name) ? 'derived' : window?.aggregates[name]?.kind;
}

function agree(expected: WindowValue | undefined, found: WindowValue | undefined, kind: Kind): boolean {
  if (Array.isArray(expected) && Array.isArray(found)) return topAgrees(expected, found);
  // Of the infinities, JSON makes null.
  if (typeof expected === 'number' && !Number.isFinite(expected)) return found === null || found === expected;
  if (typeof expected !== 'number' || typeof found !== 'number') return expected === found;
  return Math.abs(expected - found) <= Math.abs(expected) * toleranceOf(kind, expected);
}

/** Relative to the value. Of what is neither rounded nor approximate: none. */
function toleranceOf(kind: Kind, expected: number): number {
  if (kind === 'derived') return DERIVED;
  if (kind === 'percentile') return PERCENTILE;
  if (kind === 'distinct') return expected <= EXACTLY_DISTINCT ? 0 : DISTINCT;
  return kind === undefined || kind === 'stddev' ? ROUNDING : 0;
}

/**
 * Of what is exact, all has to be the same. A list may have errors only where the texts were too many to be counted exactly,
 * and only within the bound; then what it says of each text has to allow for the exact count.
 */
function topAgrees(expected: readonly TopValue[], found: readonly TopValue[]): boolean {
  const most = expected[0]?.error ?? 0;
  if (most === 0) return JSON.stringify(expected) === JSON.stringify(found);
  // It is empty where all texts are so rare that nothing can be said of any.
  const error = found.length === 0 ? most : (found[0]?.error ?? 0);
  const exact = new Map(expected.map(({ value, count }) => [value, count]));
  const said = new Map(found.map(({ value, count }) => [value, count]));
  const lowestExpected = expected.at(-1)?.count ?? 0;
  const highestUnsaid = error + (found.length < expected.length ? 0 : (found.at(-1)?.count ?? 0));
  return (
    error <= most &&
    said.size === found.length &&
    found.length <= expected.length &&
    found.every((one, index) => (one.error ?? 0) === error && one.count <= (found[index - 1]?.count ?? one.count)) &&
    found.every(({ value, count }) => count <= (exact.get(value) ?? lowestExpected)) &&
    expected.every(({ value, count }) => count <= (said.has(value) ? (said.get(value) ?? 0) + error : highestUnsaid))
  );
}
