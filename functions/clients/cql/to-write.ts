import { bind, insertStatement } from '../../../core/cql.ts';
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
