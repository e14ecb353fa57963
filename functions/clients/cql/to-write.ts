import { bind, deleteStatement, insertStatement } from '../../../core/cql.ts';
import type { Row, Table } from '../../../core/table.ts';
import type { Write } from './units.ts';

/**
 * The statement that writes a row.
 * @param timestamp microseconds since the epoch, of a table that takes client timestamps
 * @throws {TypeError} for a column that the table does not have
 */
export function toWrite(table: Table, row: Row, place: number, timestamp?: bigint): Write {
  const values = bind(table, row);
  return { cql: insertStatement(table).cql, values: timestamp === undefined ? values : [...values, timestamp], place };
}

/** The statement that deletes the row of this key. @param timestamp as in {@link toWrite} */
export function toDelete(table: Table, row: Row, place: number, timestamp?: bigint): Write {
  const { cql, columns } = deleteStatement(table);
  const key = columns.map((column) => row[column] ?? null);
  return { cql, values: timestamp === undefined ? key : [timestamp, ...key], place };
}
