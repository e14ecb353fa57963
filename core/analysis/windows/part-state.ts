import type { Json } from '../parts.ts';

/**
 * What windows of every kind keep beside the windows themselves. Times in milliseconds since the epoch, stamps in
 * microseconds. The names are short because all of it lies in an item of at most 64 KB, which DynamoDB bills by the KB.
 */
export type PartState = {
  /** Closed: windows that end up to here are final. Absent: none. */
  w?: number;
  /** Writes that closed windows and are not known to be out: stamp, and {@link w} before it (null: none). By stamp. */
  q?: [stamp: number, before: number | null][];
  /** The lowest end over {@link w}: where there is something to close next. Absent: nowhere. */
  d?: number;
};

/** What a window or a part of it has come to. */
export type Tally = {
  /** Events applied. */
  n: number;
  /** Id of the one that was applied last. */
  l: string;
  /** Stamp of the write that changed it last; absent once that is known to be out. */
  c?: number;
  /** States of the aggregates, by name in order. */
  a: Json[];
};

/** Groups come with a prefix, so that none is called `__proto__`. */
export function groupKey(group: string): string {
  return `:${group}`;
}

export function groupOfKey(key: string): string {
  return key.slice(1);
}
