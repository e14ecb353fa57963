import { bind, insertStatement } from '../../../core/cql.ts';
import type { Row, Table } from '../../../core/table.ts';
import type { CqlSession } from './session.ts';

/** Writes one row. @throws what the session throws, also where the row is invalid */
export async function writeRow(session: CqlSession, table: Table, row: Row): Promise<void> {
  const { cql } = insertStatement(session.inStage(table));
  await session.run((client) => client.execute(cql, bind(table, row), { prepare: true }));
}
