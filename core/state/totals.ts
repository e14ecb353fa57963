import type { BatchOutcome } from '../batch.ts';
import { addLatencies, latencyOf } from './histogram.ts';

export { latencyBoundsMs, latencyPercentile } from './histogram.ts';

/** What a minute of arrival came to. */
export interface MinuteTotals {
  /** Records that were stored or rejected. */
  readonly records: number;
  /** Writes of events: an event that was sent twice counts twice. */
  readonly stored: number;
  readonly rejected: number;
  /** Milliseconds from arrival in the stream to the answer of the store, as counts by {@link latencyBoundsMs}. */
  readonly latency: readonly number[];
  /** Arrival of the latest record, in milliseconds since the epoch; 0 where there is none. */
  readonly lastArrivedAt: number;
}

/** Totals of one shard, read by one function, of the records that arrived in one hour. Plain JSON, at most 60 minutes. */
export interface Totals {
  /** Sequence number of the last record counted. */
  readonly applied: string;
  /** By minute of arrival, `YYYY-MM-DDTHH:mm` in UTC. */
  readonly minutes: Readonly<Record<string, MinuteTotals>>;
}

const HOUR_MS = 3_600_000;
const nothing: MinuteTotals = { records: 0, stored: 0, rejected: 0, latency: [], lastArrivedAt: 0 };

/**
 * The outcome, cut by hour of arrival: one part an item. Parts hold finished records only (what failed comes again).
 */
export function splitByHour<E>(
  outcome: BatchOutcome<E>,
): readonly { readonly hour: Date; readonly outcome: BatchOutcome<E> }[] {
  const hours = new Set([...outcome.stored, ...outcome.rejected].map(({ record }) => hourOf(record.arrivedAt)));
  return [...hours].map((hour) => {
    const within = ({ record }: { record: { arrivedAt: number } }) => hourOf(record.arrivedAt) === hour;
    const part = {
      ...outcome,
      records: outcome.records.filter((record) => within({ record })),
      stored: outcome.stored.filter(within),
      rejected: outcome.rejected.filter(within),
    };
    return { hour: new Date(hour), outcome: part };
  });
}

/**
 * Adds to an item the finished records of an outcome that it has not counted yet: those above `applied`. The stream
 * delivers a shard in order and a retry begins at the first record that failed, so a replay adds nothing and an overlap
 * adds its new part only. Give it one part of {@link splitByHour} at a time.
 * @throws {RangeError} for an outcome without finished records where there is no previous item
 */
export function foldTotals(previous: Totals | undefined, outcome: BatchOutcome): Totals {
  let applied = BigInt(previous?.applied ?? -1);
  const counted = applied;
  const minutes = { ...previous?.minutes };
  const count = (key: 'stored' | 'rejected', finished: BatchOutcome['stored'] | BatchOutcome['rejected']) => {
    for (const { record } of finished) {
      const sequence = BigInt(record.position.sequence);
      if (sequence <= counted) continue;
      if (sequence > applied) applied = sequence;
      const minute = new Date(record.arrivedAt).toISOString().slice(0, 16);
      const before = minutes[minute] ?? nothing;
      minutes[minute] = {
        ...before,
        records: before.records + 1,
        [key]: before[key] + 1,
        latency: addLatencies(before.latency, latencyOf(outcome.writtenAt - record.arrivedAt)),
        lastArrivedAt: Math.max(before.lastArrivedAt, record.arrivedAt),
      };
    }
  };
  count('stored', outcome.stored);
  count('rejected', outcome.rejected);
  if (applied < 0n) throw new RangeError('Totals begin with a record, and the outcome finished none');
  return { applied: String(applied), minutes };
}

/** The sum over items (shards, hours). @param from minutes before that of this instant are left out @default all */
export function sumTotals(items: readonly Totals[], from?: Date): MinuteTotals {
  const earliest = from?.toISOString().slice(0, 16) ?? '';
  return items
    .flatMap(({ minutes }) => Object.entries(minutes))
    .filter(([minute]) => minute >= earliest)
    .reduce((sum, [, minute]) => add(sum, minute), nothing);
}

function add(a: MinuteTotals, b: MinuteTotals): MinuteTotals {
  return {
    records: a.records + b.records,
    stored: a.stored + b.stored,
    rejected: a.rejected + b.rejected,
    latency: addLatencies(a.latency, b.latency),
    lastArrivedAt: Math.max(a.lastArrivedAt, b.lastArrivedAt),
  };
}

function hourOf(instant: number): number {
  return Math.floor(instant / HOUR_MS) * HOUR_MS;
}
