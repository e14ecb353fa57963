import type { Reason } from './reason.ts';
import type { SourceRecord } from './source.ts';

/** A record that became an event. */
export interface AcceptedRecord<E> {
  readonly record: SourceRecord;
  readonly event: E;
  /** Version of the schema that it was sent as. Only where the schema has more than one. */
  readonly version?: number;
}

/** A record that never can, and why: every reason, not the first alone. */
export interface RejectedRecord {
  readonly record: SourceRecord;
  readonly reasons: readonly Reason[];
  /** As in {@link AcceptedRecord}, where it got as far as that. */
  readonly version?: number;
}

/** What became of a write. Records that neither list names are written. */
export interface WriteOutcome {
  /** Rows that the store refuses as invalid, now and for ever. */
  readonly refused: readonly { readonly record: SourceRecord; readonly message: string }[];
  /**
   * Records that were not (or perhaps not) written for a passing reason: time-out, overload, throttle, network. Includes
   * those that were not tried any more after the first failure.
   */
  readonly failed: readonly { readonly record: SourceRecord; readonly error: Error }[];
}

/** The one port through which records leave the pure part. Writes are idempotent. Never throws for a failed write. */
export interface EventStore<E> {
  write(accepted: readonly AcceptedRecord<E>[], rejected: readonly RejectedRecord[]): Promise<WriteOutcome>;
}
