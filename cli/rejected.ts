import { REJECTED_BUCKETS } from '../core/operations-tables.ts';
import type { CqlShell } from './cql.ts';
import { daysBetween } from './time-range.ts';

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

/** Rejected records of a pipeline that arrived since an instant, newest first. */
export async function readRejected(
  shell: CqlShell,
  pipeline: string,
  range: { from: Date; to: Date; limit?: number },
): Promise<RejectedRow[]> {
  const statement =
    'SELECT pipeline, arrived_at, shard, sequence, partition_key, reasons, payload, payload_base64, payload_ref ' +
    'FROM ops.rejected_events WHERE pipeline = ? AND day = ? AND bucket = ? AND arrived_at >= ?' +
    (range.limit ? ` LIMIT ${Math.trunc(range.limit)}` : '');
  const partitions = daysBetween(range.from, range.to).flatMap((day) =>
    Array.from({ length: REJECTED_BUCKETS }, (_, bucket) =>
      shell.select<RejectedRow>(statement, [pipeline, day, bucket, range.from]),
    ),
  );
  const rows = (await Promise.all(partitions)).flat();
  rows.sort((a, b) => b.arrived_at.getTime() - a.arrived_at.getTime());
  return range.limit ? rows.slice(0, range.limit) : rows;
}
