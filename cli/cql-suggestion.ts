import { didYouMean, nearest } from '../core/did-you-mean.ts';
import type { CqlShell } from './cql.ts';

/** Cassandra's words for a keyspace or a table that is not there, and for a column. */
const UNKNOWN_TABLE = /\b(?:does not exist|unconfigured table|no keyspace has been specified)\b/i;
const UNKNOWN_COLUMN = /\bundefined column name "?(\w+)"? in table (\w+)\.(\w+)/i;
/** The table that a statement is about: its keyspace, where it is given, and its name. */
const SOURCE = /\b(?:from|into|update)\s+"?(?:(\w+)"?\s*\.\s*"?)?(\w+)/i;

/**
 * What to add to Cassandra's refusal of a statement that names a table or column which is not there:
 * ` Did you mean "rt.sensor_readings"?`, of all that this Cassandra has. Nothing where no name is near.
 */
export async function suggestionFor(
  shell: Pick<CqlShell, 'select'>,
  statement: string,
  refusal: string,
): Promise<string> {
  const [, column, ...table] = UNKNOWN_COLUMN.exec(refusal) ?? [];
  if (column !== undefined) {
    const cql = 'SELECT column_name FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ?';
    const columns = await shell.select<{ column_name: string }>(cql, table);
    return didYouMean(
      column,
      columns.map(({ column_name }) => column_name),
    );
  }
  const [, keyspace, name] = SOURCE.exec(statement) ?? [];
  if (name === undefined || !UNKNOWN_TABLE.test(refusal)) return '';
  const cql = 'SELECT keyspace_name, table_name FROM system_schema.tables';
  const tables = await shell.select<{ keyspace_name: string; table_name: string }>(cql, []);
  const whole = tables.map((row) => `${row.keyspace_name}.${row.table_name}`);
  if (keyspace !== undefined) return didYouMean(`${keyspace}.${name}`, whole);
  const meant = nearest(
    name,
    tables.map(({ table_name }) => table_name),
  );
  return didYouMean(whole.find((one) => one.endsWith(`.${meant}`)) ?? '', whole);
}
