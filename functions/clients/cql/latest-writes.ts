import type { Row, Table } from '../../../core/table.ts';
import { toWrite } from './to-write.ts';
import type { Write } from './units.ts';

/**
 * Rows of tables that take client timestamps: of each key only the one that would win in the end, for the others would be
 * written to be overwritten.
 */
export class LatestWrites {
  readonly #winners = new Map<string, { readonly write: Write; readonly timestamp: bigint }>();

  /** Takes a row that is written with that timestamp, in microseconds. The first of several with the same one stays. */
  offer(table: Table, row: Row, place: number, timestamp: bigint): void {
    const key = keyOf(table, row);
    const winner = this.#winners.get(key);
    if (winner && winner.timestamp >= timestamp) return;
    this.#winners.set(key, { write: toWrite(table, row, place, timestamp), timestamp });
  }

  /** What is left to write. */
  writes(): Write[] {
    return [...this.#winners.values()].map(({ write }) => write);
  }
}

function keyOf(table: Table, row: Row): string {
  const columns = [...table.partitionKey, ...(table.clusteringKey ?? []).map(({ column }) => column)];
  const values = columns.map((column) => row[column]);
  return JSON.stringify([
    table.keyspace,
    table.name,
    ...values.map((value) => (typeof value === 'bigint' ? String(value) : value)),
  ]);
}
