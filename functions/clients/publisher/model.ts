import type { Alert } from '../../../core/analysis/alert.ts';
import type { Decision } from '../../../core/analysis/decision.ts';
import type { LeftOut } from '../../../core/analysis/operations/rows.ts';
import type { WindowResult } from '../../../core/analysis/window.ts';

/** What an item of keyed state brought forth, or an event that was left out. */
export interface Outgoing {
  /** @default [] */
  readonly results?: readonly WindowResult[];
  /** Stamp of the results, in microseconds. @default 0 */
  readonly stamp?: number;
  /** @default [] */
  readonly alerts?: readonly Alert[];
  /** @default [] */
  readonly decisions?: readonly Decision[];
  /** @default [] */
  readonly leftOut?: readonly LeftOut[];
}

/** Something that will never be taken as it is: a row by its table, an alert or a decision by the bus. */
export interface Refusal {
  /** Name of the table or the bus. */
  readonly by: string;
  /** At most 200 characters. */
  readonly message: string;
}

/** What became of a part of a publication. */
export interface Sent {
  /** By index of what was to go out: why not all of it is out. What is not named here is out, or refused. */
  readonly failed: ReadonlyMap<number, Error>;
  readonly refused: readonly Refusal[];
}

/** What became of a publication. Times in milliseconds since the epoch. */
export interface Publication extends Sent {
  /** Results that were to go out, retractions too. */
  readonly results: number;
  /** Alerts that the bus has taken. */
  readonly alerts: readonly Alert[];
  /** Decisions that the bus has taken. */
  readonly decisions: readonly Decision[];
  /** When the tables had answered. */
  readonly writtenAt: number;
  /** When the bus had answered, which may be before the tables of windows have. */
  readonly publishedAt: number;
}

/** Brings out what folds brought forth. Idempotent: rows are fixed by keys and stamps, alerts and decisions by their ids. Never throws. */
export type Publish = (outgoing: readonly Outgoing[]) => Promise<Publication>;
