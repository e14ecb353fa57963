import type { Alert } from '../analysis/alert.ts';
import type { Analysis } from '../analysis/analysis.ts';
import type { WindowResult } from '../analysis/window.ts';
import { valuesWrong } from './agree.ts';
import type { ExpectedAlert } from './alerts.ts';
import type { ExpectedWindow } from './reference.ts';

/** Something that is not as it has to be. */
export interface Difference {
  /** The window or alert: a sentence's subject. */
  readonly of: string;
  /** What is wrong with it, and what it has to be. */
  readonly what: string;
}

/** A window's result as it was found: of a row, what the row holds. */
export type FoundWindow = Pick<WindowResult, 'window' | 'key' | 'start' | 'end' | 'values' | 'events' | 'final'>;

/** What windows are compared with. */
export interface WindowBounds {
  /**
   * The highest watermark that any sweep can have had: what ends after that, and after its own key's watermark, cannot be
   * final yet. Milliseconds since the epoch.
   */
  readonly latest: number;
}

/**
 * Compares window results with what they have to be: none missing, none too many, all values equal (approximate ones within
 * the bounds of their sketches).
 *
 * @param found at most one a window, key and start
 */
export function windowDifferences<E>(
  { windows }: Pick<Analysis<E>, 'windows'>,
  expected: readonly ExpectedWindow<E>[],
  found: readonly FoundWindow[],
  { latest }: WindowBounds,
): readonly Difference[] {
  return differences(expected, found, windowName, (one, other) => {
    const window = windows.find(({ name }) => name === one.window);
    return [
      ...(one.end === other.end ? [] : [`ends at ${instant(other.end)} instead of ${instant(one.end)}`]),
      ...(one.events === other.events ? [] : [`is of ${other.events} events instead of ${one.events}`]),
      ...valuesWrong(one.values, other.values, window),
      ...(one.end <= one.watermark && !other.final ? ['is not final'] : []),
      ...(one.end > Math.max(one.watermark, latest) && other.final ? ['is final before its end'] : []),
    ];
  });
}

/** Alerts compared with what they have to be: none missing, none too many, and the same in all that is fixed. */
export function alertDifferences<E>(
  { windows }: Pick<Analysis<E>, 'windows'>,
  expected: readonly ExpectedAlert[],
  found: readonly Omit<Alert, 'raisedAt'>[],
): readonly Difference[] {
  return differences(expected, found, alertName, (one, other) => {
    const window = windows.find(({ name }) => name === one.window?.name);
    const fixed = one.named ? ([...SAME, 'severity', 'events'] as const) : SAME;
    return [
      ...fixed
        .filter((field) => JSON.stringify(one[field]) !== JSON.stringify(other[field]))
        .map((field) => `has ${field} ${JSON.stringify(other[field])} instead of ${JSON.stringify(one[field])}`),
      ...(one.named ? valuesWrong(one.values, other.values, window) : []),
      ...(one.named && one.message !== undefined && one.message !== other.message
        ? [`says "${other.message}" instead of "${one.message}"`]
        : []),
    ];
  });
}

const SAME = ['rule', 'key', 'at', 'window'] as const;

/** Pairs what is expected with what was found, by name, and says what is missing, too many or wrong. */
export function differences<A, B extends object>(
  expected: readonly A[],
  found: readonly B[],
  nameOf: (one: A | B) => string,
  wrong: (one: A, other: B) => readonly string[],
): readonly Difference[] {
  const foundByName = new Map(found.map((one) => [nameOf(one), one]));
  const names = new Set(expected.map(nameOf));
  return [
    ...expected.flatMap((one) => {
      const other = foundByName.get(nameOf(one));
      const what = other ? wrong(one, other) : ['is missing'];
      return what.map((text) => ({ of: nameOf(one), what: text }));
    }),
    ...[...foundByName.keys()]
      .filter((name) => !names.has(name))
      .map((of) => ({ of, what: 'is there, and no event calls for it' })),
  ];
}

function windowName({ window, key, start }: Pick<FoundWindow, 'window' | 'key' | 'start'>): string {
  return `window ${window} of ${key} from ${instant(start)}`;
}

function alertName({ id, rule, key, at }: Pick<Alert, 'id' | 'rule' | 'key' | 'at'>): string {
  return `alert ${rule} of ${key} at ${instant(at)} (${id})`;
}

/** As ISO 8601. */
export function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
