import type { Row, Table } from '../table.ts';
import type { AggregateValue } from './aggregate.ts';

export type Severity = 'info' | 'warning' | 'critical';

/** An alert. Plain JSON; the same cause gives the same alert, however often it is found. */
export interface Alert {
  /** 32 hexadecimal digits of the SHA-256 of pipeline, rule, key and cause. */
  readonly id: string;
  readonly pipeline: string;
  readonly rule: string;
  readonly severity: Severity;
  /** Partition key, or key of the window's result. */
  readonly key: string;
  /** Event time of what caused it, in milliseconds since the epoch: of the last event, of a window its start, of a silence its beginning. */
  readonly at: number;
  /** One sentence for a person. */
  readonly message: string;
  readonly values: Readonly<Record<string, AggregateValue>>;
  /** Ids of the events that caused it, in order of event time; the last 20. */
  readonly events: readonly string[];
  /** The window that caused it. */
  readonly window?: { readonly name: string; readonly start: number; readonly end: number };
  /** Arrival of the event that raised it, in milliseconds since the epoch; of a sweep, its time. What alert latency is measured from. */
  readonly raisedAt: number;
}

/** A table of the pipeline's own that takes alerts as well as `ops.alerts` does. */
export interface AlertProjection {
  readonly table: Table;
  /** Undefined: the alert has no row. Must fix the row's key by the alert's id, or what the id fixes. */
  toRow(alert: Alert): Row | undefined;
}
