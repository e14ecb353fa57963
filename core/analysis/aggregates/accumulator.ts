import type { WindowValue } from '../aggregate.ts';
import type { Json } from '../parts.ts';

/** What an event gives to an aggregate, and where the event stands: what ties are broken by. */
export interface Contribution<V> {
  readonly value: V;
  /** Event time, in milliseconds since the epoch. */
  readonly time: number;
  readonly id: string;
}

/**
 * How an aggregate is worked out. States are plain JSON and never changed in place. `add` and `merge` commute and
 * associate exactly: any order and any grouping of the same contributions gives a state of the same value, bit for bit.
 * `undefined` is the state before the first contribution. (`top` does so up to a bound, and says what holds beyond it.)
 */
export interface Accumulator<V, S extends Json> {
  add(state: S | undefined, contribution: Contribution<V>): S;
  merge(left: S, right: S): S;
  value(state: S): WindowValue;
}

/** A number that counts; undefined where the event is left out. −0 becomes 0, since JSON has no −0. */
export function takeNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value + 0 : undefined;
}

/** A value that counts; undefined where the event is left out. */
export function takeValue(value: unknown): number | string | boolean | undefined {
  return typeof value === 'string' || typeof value === 'boolean' ? value : takeNumber(value);
}
