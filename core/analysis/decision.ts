import type { Severity } from './alert.ts';
import type { WindowResult } from './window.ts';

/** What a decider says: let it pass, let a person look at it, stop it. */
export type DecisionKind = 'allow' | 'review' | 'block';

/** What a decider says of an event. */
export interface Verdict {
  readonly decision: DecisionKind;
  /** A finite number, whatever it means: of a model, mostly 0 to 1. @default none */
  readonly score?: number;
  /**
   * Why, for a person, the most important first: 10 at the most, each cut to 200 characters. Empty only where the decision
   * is `allow`. They leave the pipeline: what must not, has no place in them.
   */
  readonly reasons: readonly string[];
}

/** An alert, as a decider sees it. */
export interface RaisedAlert {
  /** Name of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  /** As in `Alert`: event time of what caused it, in milliseconds since the epoch. */
  readonly at: number;
}

/** All that a decision may go by. It is the same at every try, replay and restart. */
export interface DeciderInput<E> {
  readonly event: E;
  /**
   * By name, the result of each window asked for that holds this event, this event included; of a hopping window the one
   * that ends first, which looks furthest back; of a session the one that the event belongs to. Undefined where the event
   * does not count in the window (its `where`). Never `final`: an event that is accepted is in no window that its key's
   * watermark has passed.
   */
  readonly windows: Readonly<Record<string, WindowResult | undefined>>;
  /**
   * Alerts that this event has raised, and before them those that earlier events of the key have raised within
   * `alertsWithinSeconds`, at most 32 of these; in the order in which they were raised, those of one event in the order of
   * the rules.
   *
   * Only alerts that an event raises at once: of the kinds threshold, change, anomaly and model, of windows of scope `key`
   * (not `on: 'final'`), and of sequences that are `eager`. What waits for time (other sequences, final windows, silences)
   * is found by whoever comes first, the next event or a sweep; what a decision goes by must not depend on that.
   */
  readonly alerts: readonly RaisedAlert[];
}

/**
 * Decides about events one by one: what a system that lets things happen (an authorisation of payments) waits for. Each
 * event that is *applied* and for which `where` holds gets one decision, in the order of the stream, right after windows
 * and rules have seen it: a redelivery, a replay, another cut of batches or a crash decides nothing twice or otherwise. A
 * duplicate has had its decision. An event that is late or failed has none: whoever waits goes by its own time-out, and
 * `caudal late` lists the event.
 *
 * The functions must be pure: no clock, no I/O, no chance. What they throw, and a verdict that is none, makes the decision
 * `review`, with a reason that says so: no payment vanishes because of a mistake in the decider.
 */
export interface Decider<E> {
  /** Lower-case letters, digits and hyphens, 1 to 40. */
  readonly name: string;
  /** To be raised when a function of the decider changes; it is part of every decision. @default 1 */
  readonly version?: number;
  /** Name and version of the model that gives the score, 1 to 100 characters; it is part of every decision. @default none */
  readonly model?: string;
  /** Which of the applied events are decided about. */
  where(event: E): boolean;
  /** Names of windows of scope `key` whose results are handed over, each once. */
  readonly windows: readonly string[];
  /**
   * How far back `alerts` reaches, in seconds of event time, 0 to 86,400: an earlier event is within it if its time (at most
   * its arrival) lies no further before that of this event. It may lie after it, where events come out of order.
   * @default 0: only what this event has raised
   */
  readonly alertsWithinSeconds?: number;
  decide(input: DeciderInput<E>): Verdict;
}

/** A decision about an event. Plain JSON; once it is made, it stays as it is. */
export interface Decision extends Verdict {
  /** 32 hexadecimal digits of the SHA-256 of pipeline, decider, key and event: the same however often it is delivered. */
  readonly id: string;
  readonly pipeline: string;
  /** Name of the decider. */
  readonly decider: string;
  /** The decider's `version`. */
  readonly version: number;
  /** The decider's `model`, where it has one. */
  readonly model?: string;
  /** Partition key. */
  readonly key: string;
  readonly eventId: string;
  /** Event time, in milliseconds since the epoch. */
  readonly at: number;
  /** Arrival of the event in the stream, in milliseconds since the epoch. What the latency of decisions is measured from. */
  readonly arrivedAt: number;
  /** The function's clock when it was decided, in milliseconds since the epoch. */
  readonly decidedAt: number;
}
