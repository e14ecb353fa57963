import { show } from './show.ts';
import type { CqlValue, Row, Table } from './table.ts';

/** The INSERT of a table. */
interface InsertStatement {
  readonly cql: string;
  /** In the order of the markers. */
  readonly columns: readonly string[];
}

/** A DELETE of a whole row, by its key. */
interface DeleteStatement {
  readonly cql: string;
  /** The columns of the key, in the order of the markers, after the timestamp where the table takes one. */
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
 * The DELETE of one row of a table, to be prepared. Where the table takes client timestamps, their marker is the first one:
 * microseconds since the epoch, as bigint. What was written later than that stays.
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/client-side-timestamps-how-to-queries.html
 * @throws {RangeError} for a name that is not lower-case letters, digits and underscores
 */
export function deleteStatement(table: Table): DeleteStatement {
  const columns = [...table.partitionKey, ...(table.clusteringKey ?? []).map(({ column }) => column)];
  const timestamp = table.clientTimestamps ? ' USING TIMESTAMP ?' : '';
  const condition = columns.map((column) => `${identifier(column)} = ?`).join(' AND ');
  return { cql: `DELETE FROM ${tableName(table)}${timestamp} WHERE ${condition}`, columns };
}

/**
 * The values of a row in the order of {@link insertStatement}, without the timestamp. A column that the row lacks is null.
 * @throws {TypeError} for a column that the table does not have
 */
export function bind(table: Table, row: Row): CqlValue[] {
  for (const column of Object.keys(row)) mustHave(table, column);
  return Object.keys(table.columns).map((column) => row[column] ?? null);
}

/** What a {@link selectStatement} reads. */
type Selection = {
  /** In the order wanted. @default all of the table, in its order */
  readonly columns?: readonly string[];
} & (
  | {
      /** Columns that have to equal what is bound, a marker each, in this order. At least one. */
      readonly where: readonly string[];
    }
  | {
      /** The column that has to be in the list bound to the one marker. */
      readonly whereIn: string;
    }
);

/**
 * A SELECT on a table, to be prepared. It always has a WHERE, since reading a table whole is seldom meant.
 * @throws {TypeError} for a column that the table does not have
 * @throws {RangeError} for a list of columns that is empty, and for a bad name
 */
export function selectStatement(table: Table, selection: Selection): string {
  const columns = checked(table, 'columns', selection.columns ?? Object.keys(table.columns));
  const condition =
    'whereIn' in selection
      ? `${list(checked(table, 'whereIn', [selection.whereIn]))} IN ?`
      : checked(table, 'where', selection.where)
          .map((column) => `${identifier(column)} = ?`)
          .join(' AND ');
  return `SELECT ${list(columns)} FROM ${tableName(table)} WHERE ${condition}`;
}

function checked(table: Table, field: string, columns: readonly string[]): readonly string[] {
  if (columns.length === 0) throw new RangeError(`A SELECT needs at least one column in ${field} (received none)`);
  for (const column of columns) mustHave(table, column);
  return columns;
}

function mustHave(table: Table, column: string): void {
  if (Object.hasOwn(table.columns, column)) return;
  throw new TypeError(`Table ${table.keyspace}.${table.name} has no column ${show(column)}`);
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
