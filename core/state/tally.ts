import { recordBytes, type SourceRecord } from '../source.ts';
import { addLatencies, latencyOf } from './histogram.ts';

/** A record that a function has finished with, and what became of it. */
export interface Finished<K extends string> {
  readonly record: SourceRecord;
  readonly as: K;
  /** Version of the schema that it was sent as, where that is counted. */
  readonly version?: number;
}

/** What came of a version of the schema. */
export interface VersionTally {
  readonly records: number;
  /** Arrival of the latest, in milliseconds since the epoch. */
  readonly lastArrivedAt: number;
}

/** What a minute of arrival came to: how many records ended as what, and how long they took. */
export type MinuteTally<K extends string> = Readonly<Record<K, number>> & {
  /** All that are finished. */
  readonly records: number;
  /** Milliseconds from arrival in the stream until the record was finished, as counts by `latencyBoundsMs`. */
  readonly latency: readonly number[];
  /** Arrival of the latest record, in milliseconds since the epoch; 0 where there is none. */
  readonly lastArrivedAt: number;
  /** What they weighed, as the stream counts it. Not there in items of before this was counted. */
  readonly bytes?: number;
};

/** Counts of one shard, read by one function, of the records that arrived in one hour. Plain JSON, at most 60 minutes. */
export interface Tally<K extends string> {
  /** Sequence number of the last record counted. */
  readonly applied: string;
  /** By minute of arrival, `YYYY-MM-DDTHH:mm` in UTC. */
  readonly minutes: Readonly<Record<string, MinuteTally<K>>>;
  /** By version of the schema, where it has more than one. */
  readonly versions?: Readonly<Record<string, VersionTally>>;
}

const HOUR_MS = 3_600_000;

/** The records by hour of arrival: an item each. */
export function byHour<K extends string>(
  finished: readonly Finished<K>[],
): readonly { readonly hour: Date; readonly finished: readonly Finished<K>[] }[] {
  const hours = Map.groupBy(finished, ({ record }) => Math.floor(record.arrivedAt / HOUR_MS) * HOUR_MS);
  return [...hours].map(([hour, within]) => ({ hour: new Date(hour), finished: within }));
}

/**
 * Adds to an item the records that it has not counted yet: those above `applied`. The stream delivers a shard in order and
 * a retry begins at the first record that failed, so a replay adds nothing and an overlap adds its new part only. Give it
 * one hour of {@link byHour} at a time.
 * @param kinds all that a record may end as
 * @param at when the records were finished, in milliseconds since the epoch
 * @throws {RangeError} for no records where there is no previous item
 */
export function foldTally<K extends string>(
  kinds: readonly K[],
  previous: Tally<K> | undefined,
  finished: readonly Finished<K>[],
  at: number,
): Tally<K> {
  const counted = BigInt(previous?.applied ?? -1);
  let applied = counted;
  const minutes: Record<string, MinuteTally<K>> = { ...previous?.minutes };
  const versions: Record<string, VersionTally> = { ...previous?.versions };
  for (const { record, as, version } of finished) {
    const sequence = BigInt(record.position.sequence);
    if (sequence <= counted) continue;
    if (sequence > applied) applied = sequence;
    const minute = new Date(record.arrivedAt).toISOString().slice(0, 16);
    const before = minutes[minute] ?? nothing(kinds);
    minutes[minute] = {
      ...before,
      records: before.records + 1,
      [as]: before[as] + 1,
      latency: addLatencies(before.latency, latencyOf(at - record.arrivedAt)),
      lastArrivedAt: Math.max(before.lastArrivedAt, record.arrivedAt),
      bytes: (before.bytes ?? 0) + recordBytes(record),
    };
    if (version !== undefined) {
      versions[version] = addVersions(versions[version], { records: 1, lastArrivedAt: record.arrivedAt });
    }
  }
  if (applied < 0n) throw new RangeError('A tally begins with a record (received none that is finished)');
  return { applied: String(applied), minutes, ...(Object.keys(versions).length > 0 && { versions }) };
}

/** The sum over items (shards, hours). @param from minutes before that of this instant are left out @default all */
export function sumTallies<K extends string>(
  kinds: readonly K[],
  items: readonly Tally<K>[],
  from?: Date,
): MinuteTally<K> {
  const earliest = from?.toISOString().slice(0, 16) ?? '';
  return items
    .flatMap(({ minutes }) => Object.entries<MinuteTally<K>>(minutes))
    .filter(([minute]) => minute >= earliest)
    .reduce((sum, [, minute]) => add(kinds, sum, minute), nothing(kinds));
}

/** The sum over items, by version. Whole items: of a time that begins within an hour, all of that hour. */
export function sumVersions(items: readonly Pick<Tally<string>, 'versions'>[]): Readonly<Record<string, VersionTally>> {
  const sum: Record<string, VersionTally> = {};
  for (const { versions = {} } of items) {
    for (const [version, tally] of Object.entries(versions)) sum[version] = addVersions(sum[version], tally);
  }
  return sum;
}

function addVersions(a: VersionTally | undefined, b: VersionTally): VersionTally {
  if (!a) return b;
  return { records: a.records + b.records, lastArrivedAt: Math.max(a.lastArrivedAt, b.lastArrivedAt) };
}

function add<K extends string>(kinds: readonly K[], a: MinuteTally<K>, b: MinuteTally<K>): MinuteTally<K> {
  return {
    ...countsOf(kinds, (kind) => a[kind] + b[kind]),
    records: a.records + b.records,
    latency: addLatencies(a.latency, b.latency),
    lastArrivedAt: Math.max(a.lastArrivedAt, b.lastArrivedAt),
    bytes: (a.bytes ?? 0) + (b.bytes ?? 0),
  };
}

function nothing<K extends string>(kinds: readonly K[]): MinuteTally<K> {
  return { ...countsOf(kinds, () => 0), records: 0, latency: [], lastArrivedAt: 0, bytes: 0 };
}

function countsOf<K extends string>(kinds: readonly K[], count: (kind: K) => number): Record<K, number> {
  return Object.fromEntries(kinds.map((kind) => [kind, count(kind)])) as Record<K, number>;
}
