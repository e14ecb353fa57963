import { REJECTED_BUCKETS, rejectedEvents } from '../core/operations-tables.ts';
import { type ArrivalsQuery, type ArrivalsRange, readArrivals } from './arrivals.ts';
import type { CqlShell } from './cql.ts';

/** A rejected record as the command line shows it. */
export interface RejectedRow {
  readonly pipeline: string;
  readonly arrived_at: Date;
  readonly shard: string;
  readonly sequence: string;
  readonly partition_key: string;
  readonly reasons: readonly string[];
  /** The payload where it is text, else null. */
  readonly payload: string | null;
  readonly payload_base64: string | null;
  /** Where in the operations bucket a payload lies that is too large for a row. */
  readonly payload_ref: string | null;
}

const REJECTED: ArrivalsQuery = {
  table: rejectedEvents,
  columns: 'pipeline arrived_at shard sequence partition_key reasons payload payload_base64 payload_ref'.split(' '),
  buckets: REJECTED_BUCKETS,
};

/** Rejected records of a pipeline that arrived since an instant, newest first. */
export function readRejected(
  shell: Pick<CqlShell, 'select'>,
  pipeline: string,
  range: ArrivalsRange,
): Promise<RejectedRow[]> {
  return readArrivals(shell, REJECTED, pipeline, range);
}
