import { show } from './show.ts';
import type { CqlValue, Row, Table } from './table.ts';

/** The INSERT of a table. */
interface InsertStatement {
  readonly cql: string;
  /** In the order of the markers. */
  readonly columns: readonly string[];
}

const statements = new WeakMap<Table, InsertStatement>();

/**
 * The INSERT of a table, to be prepared, and the columns in the order of its markers; made once a table. Where the table
 * takes client timestamps, one more marker comes last: microseconds since the epoch, as bigint.
 * @throws {RangeError} for a name that is not lower-case letters, digits and underscores
 */
export function insertStatement(table: Table): InsertStatement {
  const known = statements.get(table);
  if (known) return known;
  const columns = Object.keys(table.columns);
  const markers = columns.map(() => '?').join(', ');
  const timestamp = table.clientTimestamps ? ' USING TIMESTAMP ?' : '';
  const cql = `INSERT INTO ${tableName(table)} (${list(columns)}) VALUES (${markers})${timestamp}`;
  statements.set(table, { cql, columns });
  return { cql, columns };
}

/**
 * The values of a row in the order of {@link insertStatement}, without the timestamp. A column that the row lacks is null.
 * @throws {TypeError} for a column that the table does not have
 */
export function bind(table: Table, row: Row): CqlValue[] {
  for (const column of Object.keys(row)) {
    if (!Object.hasOwn(table.columns, column)) {
      throw new TypeError(`Table ${table.keyspace}.${table.name} has no column ${show(column)}`);
    }
  }
  return Object.keys(table.columns).map((column) => row[column] ?? null);
}

/** `CREATE TABLE IF NOT EXISTS`, for a Cassandra that no CloudFormation looks after, and for the docs. @throws {RangeError} for a bad name */
export function createTable(table: Table): string {
  const clustering = table.clusteringKey ?? [];
  const partition =
    table.partitionKey.length === 1 && clustering.length === 0
      ? list(table.partitionKey)
      : `(${list(table.partitionKey)})`;
  const key = [partition, ...clustering.map(({ column }) => identifier(column))].join(', ');
  const lines = Object.entries(table.columns).map(([column, type]) => `  ${identifier(column)} ${type},`);
  const options = [
    ...(clustering.length > 0
      ? [`CLUSTERING ORDER BY (${clustering.map(({ column, order }) => `${identifier(column)} ${order}`).join(', ')})`]
      : []),
    ...(table.ttlSeconds === undefined ? [] : [`default_time_to_live = ${table.ttlSeconds}`]),
  ];
  return [
    `CREATE TABLE IF NOT EXISTS ${tableName(table)} (`,
    ...lines,
    `  PRIMARY KEY (${key})`,
    `)${options.length > 0 ? ` WITH ${options.join(' AND ')}` : ''}`,
  ].join('\n');
}

function tableName(table: Table): string {
  return `${identifier(table.keyspace)}.${identifier(table.name)}`;
}

function list(columns: readonly string[]): string {
  return columns.map(identifier).join(', ');
}

/** Quoted, since a word that CQL reserves (`order`, `token`) may well be a good name for a column. */
function identifier(name: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(name))
    throw new RangeError(`A CQL name must be lower-case letters, digits and underscores (received ${show(name)})`);
  return `"${name}"`;
}
