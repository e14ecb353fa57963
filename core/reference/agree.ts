import type { Aggregate, AggregateValue } from '../analysis/aggregate.ts';
import type { Window } from '../analysis/window.ts';

type Values = Readonly<Record<string, AggregateValue>>;

/** Two ways to work out the same number in floating point end less than this apart, relative to it. */
const ROUNDING = 1e-9;
/** A percentile is within 1 % of the value at its rank. */
const PERCENTILE = 0.01 + ROUNDING;
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
    .filter((name) => !agree(expected[name], found[name], window?.aggregates[name]?.kind))
    .map((name) => `has ${name} ${JSON.stringify(found[name])} instead of ${JSON.stringify(expected[name])}`);
}

function agree(
  expected: AggregateValue | undefined,
  found: AggregateValue | undefined,
  kind: Aggregate<never>['kind'] | undefined,
): boolean {
  // Of the infinities, JSON makes null.
  if (typeof expected === 'number' && !Number.isFinite(expected)) return found === null || found === expected;
  if (typeof expected !== 'number' || typeof found !== 'number') return expected === found;
  return Math.abs(expected - found) <= Math.abs(expected) * toleranceOf(kind, expected);
}

/** Relative to the value. Of what is neither rounded nor approximate: none. */
function toleranceOf(kind: Aggregate<never>['kind'] | undefined, expected: number): number {
  if (kind === 'percentile') return PERCENTILE;
  if (kind === 'distinct') return expected <= EXACTLY_DISTINCT ? 0 : DISTINCT;
  return kind === undefined || kind === 'stddev' ? ROUNDING : 0;
}
