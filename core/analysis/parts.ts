import type { Position } from '../source.ts';
import type { Alert } from './alert.ts';
import type { WindowResult } from './window.ts';

/** Plain JSON: what states are made of. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** An event that the fold applies: accepted, not late, not seen before. Times in milliseconds since the epoch. */
export interface Fact<E> {
  readonly event: E;
  readonly id: string;
  /** Event time. */
  readonly time: number;
  readonly arrivedAt: number;
  readonly partitionKey: string;
  readonly position: Position;
}

/** Where a fold stands. Times in milliseconds since the epoch. */
export interface Moment {
  /** Of the state that is being written, in microseconds: higher than that of every write of this item before. */
  readonly stamp: number;
  /** Stamp of the last write whose results are known to be out. 0 where none is. */
  readonly published: number;
  /** The key's own watermark: its highest event time (each at most its arrival) less the lateness. Fixed by the stream. */
  readonly keyWatermark: number;
  /** The higher of the key's own watermark and, in a sweep, the pipeline's. It may decide what is final, never what is accepted. */
  readonly watermark: number;
  /** In a sweep: everything that had arrived by then is applied. Otherwise the arrival of the record at hand. */
  readonly arrived: number;
}

/**
 * A window at work, on the state of one item. States are plain JSON and changed in place: the fold gives each write a copy.
 * Made by `createWindowPart(window, { latenessMs })`.
 */
export interface WindowPart<E> {
  readonly name: string;
  /** The data of the definition, without its functions; a change of it starts the state anew. */
  readonly definition: Json;
  initial(): Json;
  /** Whether the event counts and, if so, its group (empty without `groupBy`). Calls the author's functions; all that may throw, throws here or in `add` before the state is changed. */
  groupOf(event: E): string | undefined;
  /** Applies an event and gives the results that it changed, by start; retractions first. */
  add(state: Json, key: string, fact: Fact<E>, moment: Moment): readonly WindowResult[];
  /** Makes final what the watermark has passed; gives what became final just now, by end. */
  close(state: Json, key: string, moment: Moment): readonly WindowResult[];
  /** All results and retractions that changed after `moment.published`: what has to be written. */
  pending(state: Json, key: string, moment: Moment): readonly WindowResult[];
  /** Forgets what no event can reach any more and whose last result is out, retractions too. */
  prune(state: Json, moment: Moment): void;
  /** The watermark at which `close` has something to do. */
  closesAt(state: Json): number | undefined;
  /**
   * Whether a window that an event of this time falls into may have been forgotten: the event is too late then, and must not
   * be added. Of scope `stream` only; within a key an accepted event never comes so late.
   */
  isForgotten(state: Json, time: number): boolean;
  /** The windows that an event of this time falls into, whether it counts or not. Of sessions: none. */
  windowsAt(time: number): readonly { readonly start: number; readonly end: number }[];
}

/** What a rule finds; the id, key and cool-down are added around it. */
export interface Finding {
  /** What tells this alert from all others of the rule and key: an event id, a window's start. Fixed by the events alone. */
  readonly cause: string;
  readonly at: number;
  readonly message: string;
  readonly values: Alert['values'];
  readonly events: readonly string[];
  /** @default the rule's */
  readonly severity?: Alert['severity'];
  readonly window?: Alert['window'];
  /** @default the item's key */
  readonly key?: string;
  /** Cool-down is kept per group. @default '' */
  readonly group?: string;
}

/** A rule at work, on the state of one item. Made by `createRulePart(rule, …)`, which adds the cool-down. */
export interface RulePart<E> {
  readonly name: string;
  readonly definition: Json;
  /**
   * Whether what it finds about an event is found with that event, whatever sweeps come. What waits for time is found by the
   * next event or by a sweep, whichever comes first.
   */
  readonly immediate: boolean;
  /** The window whose results it sees; the rule then lives in that window's item. */
  readonly window?: string;
  initial(): Json;
  /** Throws what the author's functions throw, and then has not changed the state. */
  onEvent?(state: Json, fact: Fact<E>, moment: Moment): readonly Finding[];
  /** Each result as `add` and `close` give it. Never a retraction. Never throws. */
  onResult?(state: Json, result: WindowResult, moment: Moment): readonly Finding[];
  /** The watermark or the arrivals have moved: last of all that is done about an event, and in a sweep. Never throws. */
  onTime?(state: Json, moment: Moment): readonly Finding[];
  /** What a sweep has to come for. */
  dueAt?(state: Json): Due | undefined;
}

/** When a sweep has something to do, whichever comes first. */
export interface Due {
  /** The watermark has reached it. */
  readonly watermark?: number;
  /** The arrivals have reached it. */
  readonly arrived?: number;
}
