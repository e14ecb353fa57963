import { payloadHash } from '../../core/acknowledgement.ts';
import { selectStatement } from '../../core/cql.ts';
import type { Pipeline, Projection } from '../../core/pipeline.ts';
import { payloadOf } from '../../core/producer/payload.ts';
import type { CqlValue, Row } from '../../core/table.ts';
import { inPool } from '../../functions/clients/pool.ts';
import type { RowReader } from '../cql.ts';

/** Keys a SELECT with IN may name: Keyspaces takes 100. */
const KEYS_A_SELECT = 30;
const SELECTS_AT_ONCE = 16;

/** What the tables of a pipeline hold of some events. */
export interface FoundRows {
  /** By event id: SHA-256 of the payload for the event that the table of record gives back. */
  readonly hashes: ReadonlyMap<string, string>;
  /** By event id: rows of it, the most that any query table has, or 0 where one lacks it. */
  readonly copies: ReadonlyMap<string, number>;
}

/** Looks events up by id in the table of record, and by their keys in each query table. */
export async function readRows(shell: RowReader, pipeline: Pipeline, eventIds: Iterable<string>): Promise<FoundRows> {
  const events = new Map<string, unknown>();
  const hashes = new Map<string, string>();
  const { table } = pipeline.record;
  const idColumn = table.partitionKey[0] ?? '';
  await inPool(chunks([...new Set(eventIds)], KEYS_A_SELECT), SELECTS_AT_ONCE, async (ids) => {
    for (const row of await shell.select<Row>(selectStatement(table, { whereIn: idColumn }), [ids])) {
      const id = String(row[idColumn]);
      const event = eventOf(pipeline, row);
      if (event !== undefined) events.set(id, event);
      hashes.set(id, event === undefined ? 'not an event' : payloadHash(payloadOf(pipeline, event)));
    }
  });
  // A table with client timestamps keeps the latest row of a key, so most events have none there, rightly.
  const queries = pipeline.queries.filter(({ timestamp }) => timestamp === undefined);
  const counts = await Promise.all(queries.map((query) => countCopies(shell, query, idColumn, events)));
  const copies = new Map([...events.keys()].map((id) => [id, worst(counts.map((count) => count.get(id) ?? 0))]));
  return { hashes, copies };
}

/** Counts the rows of each event in a query table: reads the partitions in which they have to be. */
async function countCopies(
  shell: RowReader,
  { table, toRow }: Projection<unknown>,
  idColumn: string,
  events: ReadonlyMap<string, unknown>,
): Promise<ReadonlyMap<string, number>> {
  const partitions = new Map<string, readonly CqlValue[]>();
  for (const event of events.values()) {
    const row = toRow(event);
    const key = table.partitionKey.map((column) => row[column] ?? null);
    partitions.set(JSON.stringify(key), key);
  }
  const counts = new Map<string, number>();
  const statement = selectStatement(table, { columns: [idColumn], where: table.partitionKey });
  await inPool([...partitions.values()], SELECTS_AT_ONCE, async (key) => {
    for (const row of await shell.select<Row>(statement, key)) {
      const id = String(row[idColumn]);
      if (events.has(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  });
  return counts;
}

/** One where every table has the event once; else the count that is wrong, a missing row before a double one. */
function worst(counts: readonly number[]): number {
  if (counts.includes(0)) return 0;
  return Math.max(1, ...counts);
}

/** The event that a row turns back into; undefined for a row that is none, as one half deleted. */
function eventOf(pipeline: Pipeline, row: Row): unknown {
  try {
    return pipeline.record.toEvent(row);
  } catch {
    return undefined;
  }
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
}
