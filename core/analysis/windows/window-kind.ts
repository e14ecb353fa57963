import type { Fact, Moment } from '../parts.ts';
import type { LiveWindow } from './live-window.ts';
import type { PartState } from './part-state.ts';

/** A session whose row has to go, since the start it is kept under is no session's any more. */
export interface Retraction {
  readonly group: string;
  readonly start: number;
  readonly end: number;
  /** Id of the event that merged or moved it. */
  readonly by: string;
  /** Events that it had. */
  readonly events: number;
  /** Stamp of the write that retracted it. */
  readonly changed: number;
}

/** How windows of one kind lie in a state of type S, which is changed in place. */
export interface WindowKind<S extends PartState> {
  initial(): S;
  /** Applies an event, given what its aggregates took of it. */
  add(state: S, group: string, taken: readonly unknown[], fact: Omit<Fact<unknown>, 'event'>, moment: Moment): Change;
  windows(state: S): LiveWindow[];
  /** Forgets windows of which `isDone` holds, and what else is known to be out. */
  prune(state: S, isDone: (window: LiveWindow) => boolean, published: number): void;
  retractions(state: S): Retraction[];
  windowsAt(time: number): { start: number; end: number }[];
  /** Whether an event of this time may belong to a window that ends up to the horizon. */
  reaches(time: number, horizon: number): boolean;
}

/** What an event changed. */
export interface Change {
  readonly retractions: readonly Retraction[];
  readonly windows: readonly LiveWindow[];
}
