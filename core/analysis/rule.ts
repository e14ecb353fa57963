import type { AggregateValue } from './aggregate.ts';
import type { Severity } from './alert.ts';
import type { WindowResult } from './window.ts';

interface RuleBase {
  /** Lower-case letters, digits and hyphens, 1 to 40; unique in the pipeline. */
  readonly name: string;
  /** @default 'warning' */
  readonly severity?: Severity;
  /**
   * After an alert, how long the rule raises none for the same key (and group, where it has one), in seconds of event
   * time, 0 to 604,800.
   * @default 0
   */
  readonly cooldownSeconds?: number;
  /** To be raised when a function of the rule changes: the hash of the definition sees nothing of those. @default 1 */
  readonly version?: number;
}

type Values = Readonly<Record<string, AggregateValue>>;

/** An event for which `where` holds. */
export interface ThresholdRule<E> extends RuleBase {
  readonly kind: 'threshold';
  where(event: E): boolean;
  /** The severity by event, in place of `severity`. */
  severityOf?(event: E): Severity;
  values(event: E): Values;
  message(event: E): string;
  /** Cool-down is kept per group of the key. @default per key */
  groupBy?(event: E): string;
}

/** A window's result for which `when` holds: once a window. */
export interface WindowRule extends RuleBase {
  readonly kind: 'window';
  /** Name of the window. */
  readonly window: string;
  when(result: WindowResult): boolean;
  /** `update`: as soon as it holds. `final`: when the window is final. @default 'update' */
  readonly on?: 'update' | 'final';
  message(result: WindowResult): string;
}

/** A step of a sequence. */
export interface Step<E> {
  /** Unique in the rule. */
  readonly name: string;
  where(event: E): boolean;
}

/**
 * Events of one key, one after the other in event time (ties by id). Each event that matches the last step is looked at
 * once: backwards, the latest event of the step before it, and so on. Decided when the key's watermark has passed the last
 * event, so disorder within the lateness changes nothing.
 */
export interface SequenceRule<E> extends RuleBase {
  readonly kind: 'sequence';
  /** Two or more, or one with `notFollowedBy`. */
  readonly steps: readonly [Step<E>, ...Step<E>[]];
  /** From the first event to the last, at most, 1 to 86,400. */
  readonly withinSeconds: number;
  /** `strict`: no event of the key in between. `relaxed`: others may lie between. @default 'relaxed' */
  readonly succession?: 'strict' | 'relaxed';
  /** The alert is raised only if no such event follows the last step within so many seconds (1 to 86,400); decided after them. */
  readonly notFollowedBy?: { where(event: E): boolean; readonly withinSeconds: number };
  /**
   * Raise at once, at the last event's arrival. Only relaxed, without `notFollowedBy` and without cool-down. Under disorder
   * the same events raise alerts, but what is named beside the last event may differ.
   * @default false
   */
  readonly eager?: boolean;
  values?(events: readonly E[]): Values;
  message(events: readonly E[]): string;
}

/** A value that moved against the one before it of the same key and group, by event time; an older event is not compared. */
export interface ChangeRule<E> extends RuleBase {
  readonly kind: 'change';
  of(event: E): number | null | undefined;
  groupBy?(event: E): string;
  where?(event: E): boolean;
  /** Relative change that is needed, over 0: with `drop` downwards, with `rise` upwards; `(new − old) / |old|`. At least one of the two. */
  readonly drop?: number;
  readonly rise?: number;
}

/** A window's final value against that of the window before it in which the key (and group) had events. */
export interface WindowChangeRule extends RuleBase {
  readonly kind: 'window-change';
  readonly window: string;
  /** Name of the aggregate. */
  readonly value: string;
  readonly drop?: number;
  readonly rise?: number;
}

/** Nothing of a key has arrived for so long: from the arrival of its last event to that of the next, or to now. */
export interface SilenceRule extends RuleBase {
  readonly kind: 'silence';
  /** 10 to 604,800. */
  readonly afterSeconds: number;
}

/** A value far from the key's running mean, in running standard deviations; both are of the values before it. */
export interface AnomalyRule<E> extends RuleBase {
  readonly kind: 'anomaly';
  of(event: E): number | null | undefined;
  groupBy?(event: E): string;
  /** Deviations that are needed, over 0. @default 4 */
  readonly deviations?: number;
  /** Values seen before the first judgement, 2 to 10,000. @default 30 */
  readonly warmUp?: number;
  /** Weight of a new value in mean and variance (exponentially weighted), over 0, up to 1. @default 0.02 */
  readonly weight?: number;
}

/** An event that a trained model scores at `threshold` or more. */
export interface ModelRule<E> extends RuleBase {
  readonly kind: 'model';
  /** Name and version of the model, part of the definition. */
  readonly model: string;
  /** Pure: no I/O, no clock. Undefined: not scored. */
  score(event: E): number | undefined;
  readonly threshold: number;
  where?(event: E): boolean;
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
