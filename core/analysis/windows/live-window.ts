import type { Json } from '../parts.ts';

/** A window that the state holds. Times in milliseconds since the epoch. */
export interface LiveWindow {
  readonly group: string;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** Stamp of the write that changed it last; 0 where that is known to be out. */
  readonly changed: number;
  /** Events applied. */
  readonly events: number;
  readonly lastEventId: string;
  /** States of the aggregates. Worked out when asked for, of the window as it was when it was given. */
  states(): readonly Json[];
}

/** By end, then start, then group: the order in which results are given. */
export function byEnd(left: LiveWindow, right: LiveWindow): number {
  return left.end - right.end || left.start - right.start || (left.group < right.group ? -1 : 1);
}

/** By start, then group. */
export function byStart(left: LiveWindow, right: LiveWindow): number {
  return left.start - right.start || (left.group < right.group ? -1 : 1);
}
