import type { Window } from '../window.ts';

/** Half open, in milliseconds since the epoch. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Whether two results of one key are of the same window. Windows of fixed size are told apart by their start; sessions move
 * theirs, but two of them never overlap, so what overlaps is the same one at another time.
 */
export function sameWindow(kind: Window<unknown>['kind'], a: Span, b: Span): boolean {
  return kind === 'session' ? a.start < b.end && b.start < a.end : a.start === b.start;
}
