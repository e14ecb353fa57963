import type { AggregateValue } from './aggregate.ts';
import type { Severity } from './alert.ts';
import type { WindowResult } from './window.ts';

/**
 * What all rules share.
 *
 * A rule sees the *applied* events of a partition key (neither late nor duplicate nor failed), one by one in the order of
 * the stream, or the results of its window in the order in which they come about. A number that `of` or `score` gives
 * counts only if it is finite: of undefined, null, NaN and the infinities, the rule sees nothing of the event.
 *
 * What an author's function throws over an event makes that event `failed`: it is applied to nothing. Two places have no
 * event to blame, since time brings them about: of a sequence, `values` and `message` that throw leave the alert without
 * values, or with a message that says what was thrown; of a window, `when` that throws counts as holding, and the message
 * says so. A rule that cannot be worked out is worth a look, and must not stop the key.
 *
 * An alert's id is made of pipeline, rule, key and *cause*; each kind says what that is.
 */
interface RuleBase {
  /** Lower-case letters, digits and hyphens, 1 to 40; unique in the pipeline. */
  readonly name: string;
  /** @default 'warning' */
  readonly severity?: Severity;
  /**
   * After an alert, how long the rule raises none for the same key (and group, where it has one), in seconds of event
   * time, 0 to 604,800. What the rule finds at `at` is dropped for good if |at − `at` of the last alert that was raised| is
   * less than that, in the order in which things are found; what is dropped starts no cool-down. Kept for at most 128 groups
   * of a key (the one whose alert has the lowest `at` goes first, ties by name), and forgotten when an alert is raised two
   * days beyond its end.
   * @default 0
   */
  readonly cooldownSeconds?: number;
  /** To be raised when a function of the rule changes: the hash of the definition sees nothing of those. @default 1 */
  readonly version?: number;
}

type Values = Readonly<Record<string, AggregateValue>>;

/** An event for which `where` holds. Cause: the event's id, which is also all of `events`; `at`: its time. */
export interface ThresholdRule<E> extends RuleBase {
  readonly kind: 'threshold';
  where(event: E): boolean;
  /** The severity by event, in place of `severity`. */
  severityOf?(event: E): Severity;
  values(event: E): Values;
  /** Given what `values` gave, too. */
  message(event: E, values: Values): string;
  /** Cool-down is kept per group of the key. @default per key */
  groupBy?(event: E): string;
}

/**
 * A window's result for which `when` holds: once a window, also where it becomes final again. Cause: the window's start, in
 * milliseconds as a decimal; `at`: the start. `key`, group and `values` (without lists: the message
 * may tell them) are the result's; `events` is its last event.
 *
 * A session may still begin earlier, or be merged, after it has raised: it is the one that raised as long as it overlaps
 * what that was, and is not raised again. Its cause is the start that it had when it was raised. Windows that raised are
 * remembered while events can reach them, at most 256 of an item; of more, the one with the lowest start goes first (ties by
 * key), and may be raised again, with the same id.
 */
export interface WindowRule extends RuleBase {
  readonly kind: 'window';
  /** Name of the window. */
  readonly window: string;
  when(result: WindowResult): boolean;
  /** `update`: at each result, so as soon as it holds. `final`: at each final result only. @default 'update' */
  readonly on?: 'update' | 'final';
  message(result: WindowResult): string;
}

/** A step of a sequence. */
export interface Step<E> {
  /** Unique in the rule; 1 to 40 characters. */
  readonly name: string;
  where(event: E): boolean;
}

/**
 * Events of one key, one after the other in event time; of equal times, by id in UTF-16 order. Each event C that matches the
 * last step is looked at once. Backwards from it, the event of step i is
 * - relaxed: the latest one before the event of step i + 1 that matches step i;
 * - strict: the one right before the event of step i + 1 among *all* applied events of the key, if it matches step i.
 *
 * There is an alert if all steps are found and C's time − the first one's ≤ `withinSeconds`. An event may serve several
 * alerts, and match several steps, but stands for one step of an alert. Two last events after the same first ones are two
 * alerts. Cause: C's id; `at`: C's time; `events`: one a step, in order.
 *
 * C's steps are looked for when the watermark is higher than its time, what must not follow when it is higher than its time
 * + `notFollowedBy.withinSeconds`, in order of time and id: nothing that is accepted after that can lie before it, so
 * disorder within the lateness changes nothing. A sweep decides likewise by the pipeline's watermark: what a key is sent after that with an older time (a
 * device that was off the net) is accepted and looked at, but changes no decision already taken.
 *
 * Events are held back while they may matter: those at or above the key's watermark, and of older ones those that a later
 * event could still be joined to. Of more than 256, or 16,384 characters of JSON, the older half is decided before its time.
 * Of more than 100 alerts that wait for `notFollowedBy`, the oldest is dropped.
 */
export interface SequenceRule<E> extends RuleBase {
  readonly kind: 'sequence';
  /** Two to ten, or one with `notFollowedBy`. */
  readonly steps: readonly [Step<E>, ...Step<E>[]];
  /** From the first event to the last, at most, 1 to 86,400. */
  readonly withinSeconds: number;
  /** `strict`: no event of the key in between. `relaxed`: others may lie between. @default 'relaxed' */
  readonly succession?: 'strict' | 'relaxed';
  /**
   * The alert is raised only if no such event comes after C (in time, then id) with a time ≤ C's + so many seconds (1 to
   * 86,400). C itself does not count.
   */
  readonly notFollowedBy?: { where(event: E): boolean; readonly withinSeconds: number };
  /**
   * Raise as soon as all its events have arrived, without waiting for the watermark. Only relaxed, without `notFollowedBy`
   * and without cool-down. Under disorder the same last events raise alerts, but what is named beside them may differ.
   * @default false
   */
  readonly eager?: boolean;
  /** Given the events, one a step, as JSON gives them back: they have lain in a state. @default {} */
  values?(events: readonly E[]): Values;
  message(events: readonly E[]): string;
}

/**
 * How far a value must have moved against the one before it, or further. At least one of the two. A billionth is allowed for
 * rounding: from 96 to 91.2 is a drop of 0.05, though not in binary.
 */
interface Change {
  /** Over 0: `(new − old) / |old|` ≤ −drop + 10⁻⁹. */
  readonly drop?: number;
  /** Over 0: `(new − old) / |old|` ≥ rise − 10⁻⁹. */
  readonly rise?: number;
}

/**
 * A value that moved against the one before it of the same key and group. "Before it" is the last one in the order of the
 * stream: an event with an earlier time than that one's is left out, neither compared nor remembered; equal times are
 * compared. Against 0 nothing is raised. Whatever comes of it, the value is the next one's "before it".
 * Cause: the event's id; `at`: its time; `events`: the one before and this one; `values`: `value`, `previous`, `change`.
 * At most 128 groups of a key are remembered; the one whose last event has the lowest time goes first, ties by name.
 */
export interface ChangeRule<E> extends RuleBase, Change {
  readonly kind: 'change';
  of(event: E): number | null | undefined;
  /** @default one group */
  groupBy?(event: E): string;
  /** Which events count. @default all */
  where?(event: E): boolean;
  /** @default a sentence with both values and the change in percent */
  message?(event: E, values: Values): string;
}

/**
 * A window's final value against the final value of the window before it: of the same key and group, the one with the
 * highest lower start. Values that are no finite number are left out; against 0 nothing is raised.
 * Cause: the window's start, as a decimal; `at`: the start; `key` and group: the result's; `events`: the result's last one;
 * `values`: `value`, `previous`, `change`.
 *
 * A window that becomes final again is compared again, with what is final before it by then; it raises once at most. What
 * was decided about the window after it stays. Of each of at most 128 groups (the one whose last window has the lowest start
 * goes first, ties by name), the last 8 windows by start are remembered; what is older than those is left out. Sessions that
 * overlap are the same session.
 */
export interface WindowChangeRule extends RuleBase, Change {
  readonly kind: 'window-change';
  /** Name of the window. */
  readonly window: string;
  /** Name of the aggregate, or of the derived value. */
  readonly value: string;
  /** @default a sentence with both values and the change in percent */
  message?(result: WindowResult, values: Values): string;
}

/**
 * Nothing of a key has arrived for longer than `afterSeconds`: from the arrival of its last applied event (the one with
 * the highest arrival so far; of equal ones the later in the stream) to that of the next, or to what a sweep knows to be
 * complete. Each such gap raises one alert, found by the next event or by the sweep, whichever comes first, and the same
 * either way. Cause: id of the event before the gap, which is also all of `events`; `at`: its arrival; `values`:
 * `after_seconds`, as declared. Before a key's first event there is no silence.
 */
export interface SilenceRule extends RuleBase {
  readonly kind: 'silence';
  /** 10 to 604,800. */
  readonly afterSeconds: number;
}

/**
 * A value far from the running mean of its key and group, in the order of the stream. With the n values before it at least
 * `warmUp`, it is raised if |value − mean| > `deviations` × max(deviation, `minDeviation`), where mean and deviation are of
 * the values before it. Then the value is taken in, raised or not, so that a new level becomes the normal one:
 *
 *     w = max(weight, 1 / (n + 1))        the first values weigh the same
 *     difference = value − mean           the first value: mean = value, variance = 0
 *     mean += w × difference
 *     variance = (1 − w) × (variance + w × difference²)
 *     deviation = √variance
 *
 * (T. Finch, "Incremental calculation of weighted mean and variance", 2009.) So after a constant series any other value
 * is one, unless `minDeviation` is over 0. Cause: the event's id, which is also all of `events`; `at`: its time; `values`:
 * `value`, `mean`, `deviation` (at least `minDeviation`) and `score` = |value − mean| / deviation, null where that is 0.
 * Values beyond ±1e150 are left out: their squares are no numbers.
 * At most 128 groups of a key are remembered; the one whose highest event time is the lowest goes first, ties by name.
 */
export interface AnomalyRule<E> extends RuleBase {
  readonly kind: 'anomaly';
  of(event: E): number | null | undefined;
  /** @default one group */
  groupBy?(event: E): string;
  /** Which events count. @default all */
  where?(event: E): boolean;
  /** Deviations that are needed, over 0. @default 4 */
  readonly deviations?: number;
  /** A deviation below this counts as this, 0 or more, in the unit of the value. @default 0 */
  readonly minDeviation?: number;
  /** Values seen before the first judgement, 2 to 10,000. @default 30 */
  readonly warmUp?: number;
  /** Weight of a new value in mean and variance, over 0, up to 1. @default 0.02 */
  readonly weight?: number;
  /** @default a sentence with value, mean and deviation */
  message?(event: E, values: Values): string;
}

/** An event that a trained model scores at `threshold` or more. Cause and `events`: the event's id; `values`: `score`, `threshold`. */
export interface ModelRule<E> extends RuleBase {
  readonly kind: 'model';
  /** Name and version of the model, part of the definition; 1 to 100 characters. */
  readonly model: string;
  /** Pure: no I/O, no clock. Undefined: not scored. */
  score(event: E): number | undefined;
  readonly threshold: number;
  /** Which events are scored. @default all */
  where?(event: E): boolean;
  /** @default a sentence with model, score and threshold */
  message?(event: E, values: Values): string;
}

/** A rule as declared. */
export type Rule<E> =
  | ThresholdRule<E>
  | WindowRule
  | SequenceRule<E>
  | ChangeRule<E>
  | WindowChangeRule
  | SilenceRule
  | AnomalyRule<E>
  | ModelRule<E>;
