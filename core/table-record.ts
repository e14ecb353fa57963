import { isEqual } from './schema/same.ts';
import type { CqlType, Table } from './table.ts';

/**
 * What of a table no deployment can change: its keys, the types of its columns, and whether its writes carry timestamps. Kept
 * in `schemas/tables.json`, so that a change of it is seen before it is deployed.
 */
export interface TableRecord {
  /** Columns with their types, as `device_id text`. */
  readonly partitionKey: readonly string[];
  /** The same with their order, as `ts timestamp DESC`. */
  readonly clusteringKey: readonly string[];
  /** Types of all columns. One that is gone stays in the table that is there. */
  readonly columns: Readonly<Record<string, CqlType>>;
  readonly clientTimestamps: boolean;
}

/** Records by the name of the table as it is declared, such as `rt.sensor_readings`. */
export type TableRecords = Readonly<Record<string, TableRecord>>;

/** Where records are kept, from the root of the checkout. */
export const TABLE_RECORDS_FILE = 'schemas/tables.json';

/** The name under which a table is recorded. */
export function recordedName({ keyspace, name }: Pick<Table, 'keyspace' | 'name'>): string {
  return `${keyspace}.${name}`;
}

/** What is recorded of a table. @param before the record that there is: columns that are gone stay in it */
export function recordOf(table: Table, before?: TableRecord): TableRecord {
  const typed = (column: string): string => `${column} ${table.columns[column]}`;
  return {
    partitionKey: table.partitionKey.map(typed),
    clusteringKey: (table.clusteringKey ?? []).map(({ column, order }) => `${typed(column)} ${order}`),
    columns: { ...before?.columns, ...table.columns },
    clientTimestamps: table.clientTimestamps ?? false,
  };
}

/** Whether a table is what is recorded of it. */
export function isRecorded(table: Table, records: TableRecords): boolean {
  const record = records[recordedName(table)];
  return record !== undefined && isEqual(record, recordOf(table, record));
}

/**
 * Why a table cannot become what is declared where it is deployed as it is recorded: a sentence, which says what to do; nothing
 * where it can, and of a table of which nothing is recorded. A new key would take a new table under the same name, which
 * CloudFormation does not make, and whose rows it would not have; a column never changes its type.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cassandra-table.html
 */
export function tableComplaint(table: Table, records: TableRecords): string | undefined {
  const name = recordedName(table);
  const record = records[name];
  if (record === undefined) return undefined;
  const changes = changesOf(record, recordOf(table));
  if (changes.length === 0) return undefined;
  return (
    `${name}: ${changes.join('; ')}. No deployment can change that in a table that is there. Give it a new name, such as ` +
    `${nextName(table.name)}, and docs/stages.md says how its rows come over; if it was never deployed, take its entry out ` +
    `of ${TABLE_RECORDS_FILE}`
  );
}

function changesOf(before: TableRecord, after: TableRecord): string[] {
  const keys = [
    { what: 'partition key', was: before.partitionKey, is: after.partitionKey },
    { what: 'clustering key', was: before.clusteringKey, is: after.clusteringKey },
  ].filter(({ was, is }) => !isEqual(was, is));
  const retyped = Object.entries(after.columns).flatMap(([column, type]) => {
    const was = before.columns[column];
    return was === undefined || was === type ? [] : [`the column ${column} was ${was} and is ${type} now`];
  });
  return [
    ...keys.map(({ what, was, is }) => `the ${what} was (${was.join(', ')}) and is (${is.join(', ')}) now`),
    ...retyped,
    ...(before.clientTimestamps === after.clientTimestamps
      ? []
      : [
          `its writes ${after.clientTimestamps ? 'carried no timestamps and do' : 'carried timestamps and do not'} now`,
        ]),
  ];
}

/** `sensor_readings` → `sensor_readings_v2` → `sensor_readings_v3`. */
function nextName(name: string): string {
  const { base = name, version = '1' } = /^(?<base>.*)_v(?<version>\d+)$/.exec(name)?.groups ?? {};
  return `${base}_v${Number(version) + 1}`;
}
