import type { Aggregate, TopValue, WindowValue } from '../analysis/aggregate.ts';
import type { Window } from '../analysis/window.ts';
import { type Applied, byTime } from './applied.ts';
import { exactDeviation, exactMean, exactSum } from './exact.ts';

/** The values of a window by name, worked out from all its events at once. */
export function aggregateValues<E>(
  aggregates: Window<E>['aggregates'],
  events: readonly Applied<E>[],
): Readonly<Record<string, WindowValue>> {
  return Object.fromEntries(
    Object.entries(aggregates).map(([name, aggregate]) => [name, valueFrom(aggregate, events)]),
  );
}

/** Without the approximation: the distinct values counted, the percentile looked up by rank. */
function valueFrom<E>(aggregate: Aggregate<E>, events: readonly Applied<E>[]): WindowValue {
  switch (aggregate.kind) {
    case 'count':
      return given(aggregate.of ?? (() => true), events).length;
    case 'distinct':
      return new Set(given(aggregate.of, events).map(typed)).size;
    case 'first':
      return given(aggregate.of, events.toSorted(byTime))[0] ?? null;
    case 'last':
      return given(aggregate.of, events.toSorted(byTime)).at(-1) ?? null;
    case 'percentile':
      return nearestRank(given(aggregate.of, events), aggregate.percent);
    case 'top':
      return mostFrequent(given(aggregate.of, events), aggregate);
    default:
      return ofNumbers(aggregate.kind, given(aggregate.of, events));
  }
}

function ofNumbers(kind: 'sum' | 'avg' | 'stddev' | 'min' | 'max', numbers: readonly number[]): WindowValue {
  if (numbers.length === 0) return null;
  if (kind === 'min') return numbers.reduce((a, b) => Math.min(a, b));
  if (kind === 'max') return numbers.reduce((a, b) => Math.max(a, b));
  return { sum: exactSum, avg: exactMean, stddev: exactDeviation }[kind](numbers);
}

/** The lowest value that at least so many percent of all are not above. */
function nearestRank(numbers: readonly number[], percent: number): WindowValue {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.ceil((percent * sorted.length) / 100) - 1] ?? null;
}

/** The texts counted. Of more than are counted exactly, each with the error that it may have at the most. */
function mostFrequent(
  given: readonly (string | readonly string[])[],
  { k, exactUpTo }: { readonly k: number; readonly exactUpTo: number },
): readonly TopValue[] {
  const texts = given.flatMap((one) => [
    ...new Set([one].flat().map((text) => Array.from(text).slice(0, 128).join(''))),
  ]);
  const counts = [...Map.groupBy(texts, (text) => text)].map(([value, same]) => [value, same.length] as const);
  const error = counts.length > exactUpTo ? { error: Math.floor(texts.length / (exactUpTo + 1)) } : {};
  const sorted = counts.toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return sorted.slice(0, k).map(([value, count]) => ({ value, count, ...error }));
}

/** What `of` gives, without undefined, null, NaN and the infinities. */
function given<E, T>(of: (event: E) => T | null | undefined, events: readonly Applied<E>[]): T[] {
  const values = events.map(({ event }) => of(event));
  return values.filter((value) => value !== undefined && value !== null && !isUnbounded(value)) as T[];
}

function isUnbounded(value: unknown): boolean {
  return typeof value === 'number' && !Number.isFinite(value);
}

/** 1 and '1' are two values. */
function typed(value: number | string | boolean): string {
  return `${typeof value} ${value}`;
}
