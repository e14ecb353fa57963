/** Takes a number out of an event. What gives undefined or null is left out of the aggregate; so are NaN and ±Infinity, which JSON has not. */
export type NumberOf<E> = (event: E) => number | null | undefined;

/** Takes a value out of an event whose distinct values or ends of the window are wanted; undefined and null are left out. */
export type ValueOf<E> = (event: E) => number | string | boolean | null | undefined;

/** Takes texts out of an event whose most frequent ones are wanted, each counted once; undefined and null are left out. */
export type TextsOf<E> = (event: E) => string | readonly string[] | null | undefined;

/**
 * What a window works out, as declared. All of them commute and merge, so neither batches, shards nor panes show in the
 * result: sums are exact before they are rounded once, and ties of `first` and `last` are broken by the event's id. (Of `top`
 * that holds as far as it is exact; beyond, its bounds hold in any order.)
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
  | { readonly kind: 'percentile'; of(event: E): ReturnType<NumberOf<E>>; readonly percent: number }
  /**
   * The `k` texts that come up most often, 1 to 100. Exact as long as a window (of one that hops: each hop) has no more than
   * `exactUpTo` different ones; beyond that each with its error, at most the number of all divided by `exactUpTo + 1`.
   */
  | { readonly kind: 'top'; of(event: E): ReturnType<TextsOf<E>>; readonly k: number; readonly exactUpTo: number };

/** One of the most frequent texts. */
export interface TopValue {
  /** The text; of one of over 128 characters the first 128. */
  readonly value: string;
  /** How often it came up: exactly that, or where there is an error, that at least. */
  readonly count: number;
  /** How much more often it may have come up; a text that is not listed came up no more than the last one's count and this. @default 0 */
  readonly error?: number;
}

/** A single value: what all aggregates but `top` come to, where no event gave a value null, of `count` and `distinct` 0. */
export type AggregateValue = number | string | boolean | null;

/** What an aggregate comes to; of `top` a list, empty where no event gave a text. */
export type WindowValue = AggregateValue | readonly TopValue[];

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
/**
 * @param k 1 to 100
 * @param options.exactUpTo how many different texts are counted exactly, `k` to 1,000. Each takes its length and some six
 *   characters of a state of at most 64 KB, in every window that is open and every hop of one that hops. @default 128
 */
export const topK = <E>(
  k: number,
  of: TextsOf<E>,
  { exactUpTo = 128 }: { readonly exactUpTo?: number } = {},
): Aggregate<E> => ({
  kind: 'top',
  of,
  k,
  exactUpTo,
});
