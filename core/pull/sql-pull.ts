import type { Interval } from './interval.ts';

/**
 * A table of PostgreSQL with a column of whole numbers that grow: each run reads the rows above the highest one read, in its
 * order, a page at a time. A row that is changed later is not read again. Where the database is, and who reads it, stands in
 * the secret that the context names: `-c <pipeline>.secret=…`.
 */
export interface SqlPull {
  readonly kind: 'sql';
  readonly every: Interval;
  /** `table` or `schema.table`, as it is written in the database, upper and lower case included. */
  readonly table: string;
  /** The growing column: smallint, integer or bigint, unique, not null, and with an index. */
  readonly incrementing: string;
  /** Columns that are read; the growing one is always. @default all */
  readonly columns?: readonly string[];
  /** Rows a page, 1 to 5,000. @default 500 */
  readonly pageRows: number;
  /**
   * How long a number that was left out is still looked for, in seconds, 0 to 86,400: longer than the longest transaction
   * that inserts, or than an application holds numbers back that it has drawn. The row of a transaction that commits late
   * comes below others that are read already. @default 3600
   */
  readonly lateSeconds: number;
  /** How long the database may work on a page, in seconds, 1 to 300. @default 15 */
  readonly statementTimeoutSeconds: number;
}

/** An {@link SqlPull} as its author writes it. */
export interface SqlPullDefinition extends Pick<SqlPull, 'kind' | 'every' | 'table' | 'incrementing' | 'columns'> {
  readonly pageRows?: number;
  readonly lateSeconds?: number;
  readonly statementTimeoutSeconds?: number;
}
