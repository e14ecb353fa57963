import { latestRow, oversizedPayload, rejectedRow } from '../../../core/operations-rows.ts';
import { latestValues, rejectedEvents } from '../../../core/operations-tables.ts';
import type { Pipeline, Projection } from '../../../core/pipeline.ts';
import { compareSequence, type SourceRecord } from '../../../core/source.ts';
import type { AcceptedRecord, EventStore, RejectedRecord, WriteOutcome } from '../../../core/store.ts';
import type { Table } from '../../../core/table.ts';
import { asError } from '../aws-errors.ts';
import { LatestWrites } from './latest-writes.ts';
import type { PayloadKeeper } from './oversized.ts';
import { Progress } from './progress.ts';
import type { CqlSession } from './session.ts';
import { toWrite } from './to-write.ts';
import { toUnits, type Write } from './units.ts';
import { writeUnits } from './write-units.ts';

/** What the store needs. */
export interface CassandraStoreOptions<E> {
  readonly pipeline: Pipeline<E>;
  readonly session: CqlSession;
  readonly keepPayload: PayloadKeeper;
}

/**
 * The store over Cassandra or Keyspaces. It writes in two steps: first what is derived (query tables, latest values) and
 * the rejected records, then the table of record. So an event in the table of record is in every other table too, and an
 * event that some table refuses never gets there, which would make it both stored and rejected.
 */
export class CassandraStore<E> implements EventStore<E> {
  readonly #options: CassandraStoreOptions<E>;
  /** The tables as the stage has them. */
  readonly #tables: { readonly record: Table; readonly rejected: Table; readonly latest: Table };
  readonly #queries: readonly Projection<E>[];

  constructor(options: CassandraStoreOptions<E>) {
    this.#options = options;
    const { pipeline, session } = options;
    this.#tables = {
      record: session.inStage(pipeline.record.table),
      rejected: session.inStage(rejectedEvents),
      latest: session.inStage(latestValues),
    };
    this.#queries = pipeline.queries.map((query) => ({ ...query, table: session.inStage(query.table) }));
  }

  async write(accepted: readonly AcceptedRecord<E>[], rejected: readonly RejectedRecord[]): Promise<WriteOutcome> {
    const { pipeline, session } = this.#options;
    const records = [...accepted, ...rejected].map(({ record }) => record).sort(byPosition);
    const places = new Map(records.map((record, place) => [record, place]));
    const placeOf = (record: SourceRecord): number => places.get(record) ?? 0;
    const progress = new Progress();

    const derived = [
      ...(await this.#rejections(rejected, placeOf, progress)),
      ...this.#derived(accepted, placeOf, progress),
    ];
    await writeUnits(session, toUnits(derived), progress);

    const ofRecord = accepted
      .filter(({ record }) => !progress.refused.has(placeOf(record)))
      .flatMap(({ record, event }) =>
        attempt(progress, placeOf(record), () => [
          toWrite(this.#tables.record, pipeline.record.toRow(event), placeOf(record)),
        ]),
      );
    await writeUnits(session, toUnits(ofRecord), progress);
    return outcome(records, progress);
  }

  async #rejections(
    rejected: readonly RejectedRecord[],
    placeOf: (record: SourceRecord) => number,
    progress: Progress,
  ): Promise<Write[]> {
    const { pipeline, keepPayload } = this.#options;
    const writes: Write[] = [];
    for (const one of rejected) {
      const place = placeOf(one.record);
      if (!progress.isWorth(place)) {
        progress.fail(place, progress.firstError());
        continue;
      }
      try {
        const payload = oversizedPayload(one.record);
        const reference = payload && (await keepPayload(pipeline.name, one.record.position, payload));
        writes.push(toWrite(this.#tables.rejected, rejectedRow(pipeline.name, one, reference), place));
      } catch (error) {
        progress.fail(place, asError(error));
      }
    }
    return writes;
  }

  /** Rows of the query tables and the latest values. */
  #derived(
    accepted: readonly AcceptedRecord<E>[],
    placeOf: (record: SourceRecord) => number,
    progress: Progress,
  ): Write[] {
    const { pipeline } = this.#options;
    const latest = new LatestWrites();
    const writes = accepted.flatMap((one) => {
      const place = placeOf(one.record);
      return attempt(progress, place, () => {
        const rows = this.#queries.flatMap((query) => derivedWrite(query, one, place, latest));
        const value = latestRow(pipeline, one);
        if (value) latest.offer(this.#tables.latest, value.row, place, value.timestamp);
        return rows;
      });
    });
    return [...writes, ...latest.writes()];
  }
}

/** The write of a query table's row; that of a table with client timestamps is left to the latest of its key. */
function derivedWrite<E>(
  { table, toRow, timestamp }: Projection<E>,
  { record, event }: AcceptedRecord<E>,
  place: number,
  latest: LatestWrites,
): Write[] {
  if (!timestamp) return [toWrite(table, toRow(event), place)];
  const stamp = timestamp(event, record.arrivedAt);
  if (stamp !== undefined) latest.offer(table, toRow(event), place, stamp);
  return [];
}

/** A row that can't even be made is one that no store would take. */
function attempt(progress: Progress, place: number, make: () => Write[]): Write[] {
  try {
    return make();
  } catch (error) {
    progress.refuse(place, asError(error).message);
    return [];
  }
}

function outcome(records: readonly SourceRecord[], { failed, refused }: Progress): WriteOutcome {
  const result = { refused: [] as WriteOutcome['refused'][number][], failed: [] as WriteOutcome['failed'][number][] };
  for (const [place, record] of records.entries()) {
    const error = failed.get(place);
    const message = refused.get(place);
    if (error) result.failed.push({ record, error });
    else if (message !== undefined) result.refused.push({ record, message });
  }
  return result;
}

function byPosition(a: SourceRecord, b: SourceRecord): number {
  return compareSequence(a.position, b.position);
}
