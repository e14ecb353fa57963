import { LATE_BUCKETS, lateEvents } from '../core/analysis/operations/tables.ts';
import { type ArrivalsQuery, type ArrivalsRange, readArrivals } from './arrivals.ts';
import type { CqlShell } from './cql.ts';

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

const LATE: ArrivalsQuery = {
  table: lateEvents,
  columns: 'pipeline arrived_at shard sequence event_id event_time key reason windows'.split(' '),
  buckets: LATE_BUCKETS,
};

/** Events of a pipeline that arrived since an instant and were left out of its windows, newest first. */
export function readLate(
  shell: Pick<CqlShell, 'select'>,
  pipeline: string,
  range: ArrivalsRange,
): Promise<LateEvent[]> {
  return readArrivals(shell, LATE, pipeline, range);
}
