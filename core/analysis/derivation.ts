import type { WindowValue } from './aggregate.ts';
import type { WindowResult } from './window.ts';

/** Of a window's result, what a derived value may depend on beside the aggregates: all that is the same whoever works it out. */
export type DerivedFrom = Pick<WindowResult, 'key' | 'group' | 'start' | 'end' | 'events'>;

/**
 * Works a number out of a window's aggregates, as they are at that moment. Pure: no clock, no I/O. Asked each time a result is
 * looked at, so also of windows that are not final yet. What gives undefined, null, NaN or ±Infinity, or throws, is null:
 * there is no event to blame, and the window's other values are right.
 */
export type Derive = (
  aggregates: Readonly<Record<string, WindowValue>>,
  window: DerivedFrom,
) => number | null | undefined;

/**
 * Values that are worked out of a window's aggregates, the score of a model for one. They stand among its values like
 * aggregates, in rows, rules and alerts, and are not part of the state. Of `percentile`, and `distinct` beyond 255, only an
 * approximation comes in: a model that jumps at a threshold may then differ from what exact values would give.
 */
export interface Derivation {
  /** Name and version of the model or formula, part of the definition; 1 to 100 characters. To be changed whenever a function below is. */
  readonly model: string;
  /** By name, in the form of aggregates' names and none of theirs. At least one. */
  readonly values: Readonly<Record<string, Derive>>;
}
