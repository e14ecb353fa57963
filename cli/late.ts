import { LATE_BUCKETS } from '../core/analysis/operations/tables.ts';
import type { CqlShell } from './cql.ts';
import { daysBetween } from './time-range.ts';

/** An event that windows and rules did not take, as the command line shows it. */
export interface LateEvent {
  readonly pipeline: string;
  readonly arrived_at: Date;
  readonly shard: string;
  readonly sequence: string;
  readonly event_id: string | null;
  readonly event_time: Date | null;
  readonly key: string;
  /** `late`, or `failed: ` and why. */
  readonly reason: string;
  /** Windows into which its time falls, as `<name> <start>/<end>`. */
  readonly windows: readonly string[] | null;
}

const STATEMENT =
  'SELECT pipeline, arrived_at, shard, sequence, event_id, event_time, key, reason, windows ' +
  'FROM ops.late_events WHERE pipeline = ? AND day = ? AND bucket = ? AND arrived_at >= ? LIMIT ?';

/** Events of a pipeline that arrived since an instant and were left out of its windows, newest first. */
export async function readLate(
  shell: Pick<CqlShell, 'select'>,
  pipeline: string,
  { from, to, limit }: { readonly from: Date; readonly to: Date; readonly limit: number },
): Promise<LateEvent[]> {
  const partitions = daysBetween(from, to).flatMap((day) =>
    Array.from({ length: LATE_BUCKETS }, (_, bucket) =>
      shell.select<LateEvent>(STATEMENT, [pipeline, day, bucket, from, limit]),
    ),
  );
  const rows = (await Promise.all(partitions)).flat();
  return rows.sort((a, b) => b.arrived_at.getTime() - a.arrived_at.getTime()).slice(0, limit);
}
