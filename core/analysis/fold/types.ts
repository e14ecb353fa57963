import type { Position } from '../../source.ts';
import type { AcceptedRecord } from '../../store.ts';
import type { Alert } from '../alert.ts';
import type { Decision } from '../decision.ts';
import type { Fact } from '../parts.ts';
import type { WindowResult } from '../window.ts';

/**
 * What became of an accepted record. `settled`: it was decided by a version of the state all of whose outputs are known to
 * be out, the books too. What was decided is not remembered any more, and there is nothing left to do about it.
 */
export type Disposition = 'applied' | 'duplicate' | 'late' | 'failed' | 'settled';

/** A record and what became of it; a redelivery says the same. */
export interface Disposed<E> {
  readonly record: AcceptedRecord<E>['record'];
  readonly event: E;
  readonly disposition: Disposition;
  /** Decided by this fold; otherwise by the version of the state that it was given. */
  readonly fresh: boolean;
  /** Event time in milliseconds since the epoch; undefined where the author's function threw. */
  readonly time: number | undefined;
  /** Why it failed. */
  readonly reason?: string;
  /** Of what is late or failed: the windows that it falls into. */
  readonly windows?: readonly { readonly name: string; readonly start: number; readonly end: number }[];
}

/** An applied event on its way to the item of a window of scope `stream`. */
export interface Contribution<E> {
  readonly window: string;
  readonly group: string;
  readonly fact: Fact<E>;
}

/** What a sweep knows. Milliseconds since the epoch. */
export interface Sweep {
  /** Everything that had arrived by then, in whatever shard, is applied. */
  readonly arrived: number;
  readonly now: number;
}

/**
 * Where the batch at hand begins, as the stream delivered it. A shard is delivered in order, and a batch only when all
 * before it is done: so what a state says of positions below `from` is out, with rows, alerts, late list, contributions and
 * books. Nobody has to remember that, and a batch that failed in part says it by itself, since it is delivered from the
 * failed position. Except what the mapping has given up, which it does by age: that is why `now` is asked for.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
 */
export interface BatchStart {
  /** Position of the first record of the batch, of whatever key, rejected ones too. */
  readonly from: Position;
  /** The function's clock, in milliseconds since the epoch. It decides no number, only what is written once more. */
  readonly now: number;
}

interface FoldInput {
  /** The item's state as it lies there; undefined where there is none, or an expired one. */
  readonly state: string | undefined;
  /** Undefined in a sweep, and where nothing is known: then outputs go out once more, which changes nothing. */
  readonly batch?: BatchStart;
  /** Time passes without a record; `records` or `contributions` are then empty. */
  readonly sweep?: Sweep;
}

export interface KeyFoldInput<E> extends FoldInput {
  /** The partition key. */
  readonly key: string;
  /** Of this key and of one shard, in stream order. */
  readonly records: readonly AcceptedRecord<E>[];
}

export interface GroupFoldInput<E> extends FoldInput {
  readonly window: string;
  readonly group: string;
  /** For this window and group, of one shard, in stream order, all below the lowest position of the batch that failed. */
  readonly contributions: readonly Contribution<E>[];
}

/** What is written to an item. */
export interface StateWrite {
  /** JSON. */
  readonly state: string;
  /** When a sweep has something to do, in milliseconds of arrival time, rounded up to 10 s; undefined: never. */
  readonly due: number | undefined;
  /** TTL, in seconds since the epoch. */
  readonly expiresAt: number;
}

/** What a fold comes to. Written first (where `changed`); all else follows after that and may be repeated. */
export interface FoldOutcome extends StateWrite {
  /**
   * False: the state is as it was, and only a `due` that differs from the item's has to be written. Outputs may have to go
   * out again all the same.
   */
  readonly changed: boolean;
  /** `USING TIMESTAMP` of every row of `results`, in microseconds. */
  readonly stamp: number;
  /** Rows that have to be written, retractions too: all that changed since the last version known to be out. */
  readonly results: readonly WindowResult[];
  /** The outbox: alerts that are not acknowledged. */
  readonly alerts: readonly Alert[];
  /** The outbox: decisions that are not acknowledged, in the order in which they were made. Of groups: none. */
  readonly decisions: readonly Decision[];
  /**
   * What to write, on condition of the version, when results, alerts and decisions are out. Undefined: no such write is needed. If
   * it fails or loses a race, the outputs go out again some time, and nothing else happens.
   */
  readonly acknowledged: StateWrite | undefined;
  /**
   * The first record that this write has no room for. To be reported as failed, so that it comes again when the alerts and
   * results of this write have made room. No decision is given for it and what comes after it.
   */
  readonly deferred: Position | undefined;
  readonly counts: FoldCounts;
}

export interface FoldCounts {
  /** Ids forgotten within the horizon, because the item holds 1,024 at the most. */
  readonly idsOverflowed: number;
  /** Windows and rules that started anew since their definition changed, or went since it is gone. */
  readonly partsReset: number;
  /** Bytes of the state. */
  readonly bytes: number;
}

export interface KeyOutcome<E> extends FoldOutcome {
  /** One a record, in order. */
  readonly disposed: readonly Disposed<E>[];
  /** For windows of scope `stream`; of redelivered records too, as long as they are not settled. */
  readonly contributions: readonly Contribution<E>[];
}

/** What became of a contribution in its group's item: `late` where the window is forgotten already. */
export interface DisposedContribution<E> {
  readonly contribution: Contribution<E>;
  readonly disposition: 'applied' | 'late' | 'failed' | 'settled';
  readonly fresh: boolean;
  readonly reason?: string;
  readonly windows?: Disposed<E>['windows'];
}

export interface GroupOutcome<E> extends FoldOutcome {
  /** One a contribution, in order. */
  readonly disposed: readonly DisposedContribution<E>[];
}

/** The fold of the items of partition keys. Pure: the same input gives the same outcome. Made once a process. */
export interface KeyFold<E> {
  /** @throws {Error} for a state of a newer format, or one that is none: the item stays as it is and the batch waits */
  fold(input: KeyFoldInput<E>): KeyOutcome<E>;
}

/** The fold of the items of windows of scope `stream`. */
export interface GroupFold<E> {
  /**
   * A sweep leaves the item of a window that is declared no more alone.
   * @throws {Error} as {@link KeyFold}, and for contributions to a window that is none of scope `stream`
   */
  fold(input: GroupFoldInput<E>): GroupOutcome<E>;
}
