import type { Row, Table } from '../table.ts';
import type { Aggregate, WindowValue } from './aggregate.ts';
import type { Derivation } from './derivation.ts';

interface WindowBase<E> {
  /** Lower-case letters, digits, hyphens and underscores, 1 to 40; unique in the pipeline. */
  readonly name: string;
  /** Which events count. @default all */
  where?(event: E): boolean;
  /** A further key to group by. @default none: one group a partition key */
  groupBy?(event: E): string;
  /**
   * `key`: groups are told apart within each partition key, and live in its state.
   * `stream`: a group takes events of all partition keys, wherever their shards are, and has a state of its own. Needs
   * `groupBy`.
   * @default 'key'
   */
  readonly scope?: 'key' | 'stream';
  /** By name of the value: lower-case letters, digits and underscores. At least one. */
  readonly aggregates: Readonly<Record<string, Aggregate<E>>>;
  /** Further values, worked out of the aggregates: the score of a model. @default none */
  readonly derive?: Derivation;
  /**
   * To be raised when `where`, `groupBy` or an `of` changes: of functions, the hash of the definition sees nothing.
   * @default 1
   */
  readonly version?: number;
  /** A table of the pipeline's own that gets the results as well. @default `ops.window_metrics` alone */
  readonly table?: WindowProjection;
}

/** A window as declared. Times are event times; windows begin at multiples of `hopSeconds` (tumbling: of their size) since the epoch. */
export type Window<E> = WindowBase<E> &
  (
    | {
        readonly kind: 'tumbling';
        /** 1 to 86,400. */
        readonly sizeSeconds: number;
      }
    | {
        readonly kind: 'hopping';
        /** 1 to 86,400. */
        readonly sizeSeconds: number;
        /** 1 to `sizeSeconds`, of which it has to be a divisor of at least a hundredth. */
        readonly hopSeconds: number;
      }
    | {
        readonly kind: 'session';
        /** Two events belong together when they are less than this apart, 1 to 86,400. */
        readonly gapSeconds: number;
      }
  );

/** The table of the pipeline's own that takes window results. It takes client timestamps: an older write never wins. */
export interface WindowProjection {
  readonly table: Table & { readonly clientTimestamps: true };
  /** Undefined: the result has no row. Must fix the row's key by window, key, group and start alone. */
  toRow(result: WindowResult): Row | undefined;
}

/** What a window came to, so far or for good. Times in milliseconds since the epoch. */
export interface WindowResult {
  /** Name of the window. */
  readonly window: string;
  /**
   * What the numbers are of: the partition key, `<partition key>/<group>`, or with scope `stream` the group. Before a group
   * the partition key's own `/` and `%` are `%2F` and `%25`, so that no two have the same key.
   */
  readonly key: string;
  /** The group; empty where the window has no `groupBy`. */
  readonly group: string;
  readonly start: number;
  /** Exclusive. Of a session: the last event's time plus the gap. */
  readonly end: number;
  /** The aggregates, and what is derived of them. */
  readonly values: Readonly<Record<string, WindowValue>>;
  /** Events applied. Raises with each, so it is also the version of the result. */
  readonly events: number;
  /** Whether the watermark has passed the end. An event accepted after that gives another final result. */
  readonly final: boolean;
  /** Id of the event that was applied last, in the order of the stream. */
  readonly lastEventId: string;
  /** Set on a session that was merged into another, whose row has to go: its start is no session's any more. */
  readonly retracted?: true;
}
