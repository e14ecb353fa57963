import {
  giveUp,
  type NumbersRead,
  nothingRead,
  parseNumbersRead,
  readAbove,
  readWithin,
  writeNumbersRead,
} from '../../../core/pull/numbers-read.ts';
import type { SqlPull } from '../../../core/pull/sql-pull.ts';
import { asError } from '../../clients/aws-errors.ts';
import { backoffMs } from '../../clients/backoff.ts';
import type { Clock } from '../../clients/clock.ts';
import { isPassingSql } from '../../clients/sql/errors.ts';
import type { NumberedRow, Span, TableReader } from '../../clients/sql/reader.ts';
import type { FetchedPage, PageReader } from '../page.ts';

/** What reading a table needs. */
export interface SqlReaderOptions {
  readonly pull: SqlPull;
  /** Makes a connection; called again when one broke. */
  readonly connect: () => Promise<TableReader>;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Instant by which the run has to be done, in milliseconds since the epoch. */
  readonly deadline: number;
}

/** The highest bigint of PostgreSQL. */
const HIGHEST = 2n ** 63n - 1n;

/** Tries of a page. */
const TRIES = 5;

/**
 * Reads a table by its growing column: first what came to light in the gaps that earlier runs remember, then what is above the
 * highest number read. See {@link SqlPull} and `core/pull/numbers-read.ts`.
 */
export function sqlReader(options: SqlReaderOptions): PageReader {
  const { pull, clock } = options;
  const rowsOf = retrying(options);
  let gapsDone = false;

  /** What is kept beside the numbers read: a position of another table or column is none of this one. */
  const of = `${pull.table} ${pull.incrementing}`;

  function known(position: string | undefined): NumbersRead {
    if (position === undefined) return nothingRead;
    const kept = JSON.parse(position) as { readonly of: string; readonly read: string };
    return kept.of === of ? parseNumbersRead(kept.read) : nothingRead;
  }

  function page(read: NumbersRead, rows: readonly NumberedRow[], rest: { more: boolean; late?: number }): FetchedPage {
    // What is not looked into yet may not age, or it would be given up unseen.
    const given = giveUp(read, clock.now(), gapsDone ? pull.lateSeconds * 1_000 : Number.POSITIVE_INFINITY);
    return {
      records: rows.map(({ number, record }) => ({ record, ownId: String(number) })),
      position: JSON.stringify({ of, read: writeNumbersRead(given.read) }),
      gapsGivenUp: given.early,
      ...rest,
    };
  }

  return {
    async next(position, onRetry) {
      const read = known(position);
      if (!gapsDone) {
        const rows = read.gaps.length === 0 ? [] : await rowsOf(read.gaps, onRetry);
        gapsDone = rows.length < pull.pageRows;
        const within = readWithin(
          read,
          rows.map(({ number }) => number),
        );
        if (rows.length > 0) return page(within, rows, { more: true, late: rows.length });
      }
      const from = read.highest === undefined ? -(2n ** 63n) : read.highest + 1n;
      const rows = await rowsOf([{ from, to: HIGHEST }], onRetry);
      const above = readAbove(
        read,
        rows.map(({ number }) => number),
        clock.now(),
      );
      return page(above, rows, { more: rows.length === pull.pageRows });
    },
    close: () => rowsOf.close(),
  };
}

/** Rows within spans, over a connection that is made when it is needed, and again when it broke. */
function retrying({ pull, connect, clock, random, deadline }: SqlReaderOptions) {
  let reader: TableReader | undefined;

  async function close(): Promise<void> {
    await reader?.close();
    reader = undefined;
  }

  async function rows(spans: readonly Span[], onRetry: () => void): Promise<readonly NumberedRow[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        reader ??= await connect();
        return await reader.rows(spans, pull.pageRows);
      } catch (thrown) {
        const error = asError(thrown);
        await close();
        const said = `reading ${pull.table} failed at try ${attempt}: ${error.message || error.name}`;
        if (!isPassingSql(error) || attempt === TRIES) throw new Error(said, { cause: error });
        const wait = backoffMs(attempt, random, { baseMs: 500, capMs: 10_000 });
        if (clock.now() + wait >= deadline) throw new Error(`${said}; no time is left for another`, { cause: error });
        onRetry();
        await clock.sleep(wait);
      }
    }
  }

  return Object.assign(rows, { close });
}
