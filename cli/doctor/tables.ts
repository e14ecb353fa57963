import { operationsTables } from '../../core/operations-tables.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import type { Table } from '../../core/table.ts';
import { distinctTables, eventTables, resultTables } from '../../infra/tables.ts';
import { error, type Finding, ok } from '../../localstack/doctor/finding.mjs';
import type { CqlShell } from '../cql.ts';
import { stageTable } from '../stage.ts';

/** Name of a table with its keyspace, as `rt.sensor_readings`. */
const nameOf = ({ keyspace, name }: Pick<Table, 'keyspace' | 'name'>) => `${keyspace}.${name}`;

/** Whether every table that is needed is in Cassandra. */
export function tableFinding(there: readonly string[], needed: readonly string[]): Finding {
  const missing = needed.filter((name) => !there.includes(name));
  if (missing.length === 0) return ok('tables', `${needed.length} are there`);
  return error('tables', `${missing.join(', ')} missing in Cassandra`, {
    why: 'The batches that write to it fail and are tried again.',
    mend: './caudal deploy; where CloudFormation says that nothing changed: ./caudal destroy && ./caudal deploy',
  });
}

/** The tables of Cassandra. */
export async function readTables(shell: CqlShell): Promise<string[]> {
  const { rows } = await shell.run('SELECT keyspace_name, table_name FROM system_schema.tables');
  return rows.map(({ keyspace_name, table_name }) => `${keyspace_name}.${table_name}`);
}

/** The tables that a deployment of these pipelines has. */
export function neededTables(pipelines: readonly Pipeline[]): string[] {
  return distinctTables(
    operationsTables.map(stageTable),
    ...pipelines.flatMap((each) => [eventTables(each), resultTables(each)]),
  ).map(nameOf);
}
