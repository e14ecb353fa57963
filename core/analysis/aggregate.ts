/** Takes a number out of an event. What gives undefined or null is left out of the aggregate; so are NaN and ±Infinity, which JSON has not. */
export type NumberOf<E> = (event: E) => number | null | undefined;

/** Takes a value out of an event whose distinct values or ends of the window are wanted; undefined and null are left out. */
export type ValueOf<E> = (event: E) => number | string | boolean | null | undefined;

/**
 * What a window works out, as declared. All of them commute and merge, so neither batches, shards nor panes show in the
 * result: sums are exact before they are rounded once, and ties of `first` and `last` are broken by the event's id.
 */
export type Aggregate<E> =
  /** Events, or those for which `of` gives a value. */
  | { readonly kind: 'count'; of?(event: E): ReturnType<ValueOf<E>> }
  | { readonly kind: 'sum' | 'avg' | 'min' | 'max'; of(event: E): ReturnType<NumberOf<E>> }
  /** Population standard deviation. */
  | { readonly kind: 'stddev'; of(event: E): ReturnType<NumberOf<E>> }
  /** Of the event with the lowest or highest event time. */
  | { readonly kind: 'first' | 'last'; of(event: E): ReturnType<ValueOf<E>> }
  /** Number of distinct values: exact up to 255, beyond that with a standard error of 2.3 % (HyperLogLog). */
  | { readonly kind: 'distinct'; of(event: E): ReturnType<ValueOf<E>> }
  /** The value at rank `⌈percent × n / 100⌉` of the n sorted ones, within 1 % of it (DDSketch); `percent` over 0, up to 100. */
  | { readonly kind: 'percentile'; of(event: E): ReturnType<NumberOf<E>>; readonly percent: number };

/** What an aggregate comes to; where no event gave a value null, of `count` and `distinct` 0. */
export type AggregateValue = number | string | boolean | null;

export const count = <E>(of?: ValueOf<E>): Aggregate<E> => ({ kind: 'count', ...(of && { of }) });
export const sum = <E>(of: NumberOf<E>): Aggregate<E> => ({ kind: 'sum', of });
export const avg = <E>(of: NumberOf<E>): Aggregate<E> => ({ kind: 'avg', of });
export const min = <E>(of: NumberOf<E>): Aggregate<E> => ({ kind: 'min', of });
export const max = <E>(of: NumberOf<E>): Aggregate<E> => ({ kind: 'max', of });
export const stddev = <E>(of: NumberOf<E>): Aggregate<E> => ({ kind: 'stddev', of });
export const first = <E>(of: ValueOf<E>): Aggregate<E> => ({ kind: 'first', of });
export const last = <E>(of: ValueOf<E>): Aggregate<E> => ({ kind: 'last', of });
export const distinct = <E>(of: ValueOf<E>): Aggregate<E> => ({ kind: 'distinct', of });
export const percentile = <E>(percent: number, of: NumberOf<E>): Aggregate<E> => ({ kind: 'percentile', of, percent });
