import pg from 'pg';
import type { WireRecord } from '../../../core/pull/pull-source.ts';
import { type Database, isLoopback } from './database.ts';
import { type PageTable, pageStatement } from './page-query.ts';
import { parseRow } from './row-json.ts';
import { trusted } from './trust.ts';

/** Numbers of a growing column, both ends included. */
export interface Span {
  readonly from: bigint;
  readonly to: bigint;
}

/** A row and its number. */
export interface NumberedRow {
  readonly number: bigint;
  readonly record: WireRecord;
}

/** A connection that reads rows of one table. */
export interface TableReader {
  /** The first rows within the spans, ascending by number. @throws what the database or the network throws */
  rows(spans: readonly Span[], most: number): Promise<readonly NumberedRow[]>;
  /** Never throws. */
  close(): Promise<void>;
}

/** How a connection is made. */
export interface ReaderOptions {
  readonly database: Database;
  readonly table: PageTable;
  /** Shown by the database as what is connected. */
  readonly applicationName: string;
  /** How long the database may work on a page, in seconds. */
  readonly statementTimeoutSeconds: number;
}

const CONNECT_WITHIN_MS = 10_000;

/** Beyond the database's own time-out, for a network that swallowed the answer. */
const ANSWER_MARGIN_MS = 5_000;

/**
 * Connects. Everything is read in transactions that may not write, whatever the user may. TLS, with the certificate checked, but
 * on loopback. The settings go with each transaction, since a pool between here and the database keeps none.
 *
 * @throws what the network or the database throws
 */
export async function connectReader(options: ReaderOptions): Promise<TableReader> {
  const { database, table, applicationName, statementTimeoutSeconds } = options;
  const { ca, ...address } = database;
  const timeoutMs = statementTimeoutSeconds * 1_000;
  const client = new pg.Client({
    ...address,
    ssl: isLoopback(database) ? false : { ca: trusted(ca), rejectUnauthorized: true },
    application_name: applicationName,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    query_timeout: timeoutMs + ANSWER_MARGIN_MS,
  });
  // A connection that breaks while nothing is asked has nobody to tell: the next question does.
  client.on('error', () => undefined);
  await client.connect();
  const statement = pageStatement(table);
  return {
    async rows(spans, most) {
      await client.query(
        `BEGIN READ ONLY; SET LOCAL statement_timeout = ${timeoutMs}; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'`,
      );
      const lows = spans.map(({ from }) => String(from));
      const highs = spans.map(({ to }) => String(to));
      const { rows } = await client.query<{ number: string; payload: string }>(statement, [lows, highs, most]);
      await client.query('COMMIT');
      return rows.map(({ number, payload }) => ({ number: BigInt(number), record: parseRow(payload) }));
    },
    close: () => client.end().catch(() => undefined),
  };
}
