import { WINDOW_BUCKETS, windowMetrics } from '../../core/analysis/operations/tables.ts';
import type { Window, WindowResult } from '../../core/analysis/window.ts';
import { selectStatement } from '../../core/cql.ts';
import { bucketOf } from '../../core/keys.ts';
import { inPool } from '../../functions/clients/pool.ts';
import type { CqlShell } from '../cql.ts';
import { stageTable } from '../stage.ts';
import { hoursBetween } from '../time-range.ts';

/** What a window came to, as the command line shows it. */
export interface WindowRow {
  readonly window: string;
  readonly key: string;
  readonly start: Date;
  readonly end: Date;
  readonly events: number;
  /** Whether the watermark has passed the end. */
  readonly final: boolean;
  readonly values: WindowResult['values'];
}

/** Which windows are wanted. */
export interface WindowsRequest {
  readonly pipeline: string;
  readonly windows: readonly Pick<Window<never>, 'name' | 'kind'>[];
  /** Those of this key alone. */
  readonly key?: string | undefined;
  /** Those that end at this instant or later. */
  readonly since: Date;
  readonly now: Date;
  /** The newest so many. */
  readonly limit?: number;
}

/** A row of `ops.window_metrics`, as far as it is looked at here. */
export interface StoredWindow {
  readonly key: string;
  readonly window_start: Date;
  readonly window_end: Date;
  readonly events: number;
  readonly final: boolean;
  readonly values_json: string;
}

const SELECTS_AT_ONCE = 16;
/** A pipeline takes events of a clock that is a little ahead. */
const AHEAD_MS = 300_000;
const DAY_MS = 86_400_000;
const COLUMNS = ['key', 'window_start', 'window_end', 'events', 'final', 'values_json'];

/** What windows came to, oldest first. Reads the partitions of the hours in which they may have begun. */
export async function readWindows(shell: Pick<CqlShell, 'select'>, request: WindowsRequest): Promise<WindowRow[]> {
  const { pipeline, windows, key, since, now, limit } = request;
  const buckets = key === undefined ? [...Array(WINDOW_BUCKETS).keys()] : [bucketOf(key, WINDOW_BUCKETS)];
  const partitions = windows.flatMap((window) => {
    const from = new Date(since.getTime() - longestMs(window));
    return hoursBetween(from, new Date(now.getTime() + AHEAD_MS)).flatMap((hour) =>
      buckets.map((bucket) => ({ window: window.name, hour, bucket, from })),
    );
  });
  const where = windowMetrics.partitionKey;
  const statement = `${selectStatement(stageTable(windowMetrics), { columns: COLUMNS, where })} AND window_start >= ?`;
  const rows: WindowRow[] = [];
  await inPool(partitions, SELECTS_AT_ONCE, async ({ window, hour, bucket, from }) => {
    const stored = await shell.select<StoredWindow>(statement, [pipeline, window, hour, bucket, from]);
    rows.push(...stored.map((row) => toWindowRow(window, row)));
  });
  const wanted = rows.filter((row) => row.end >= since && (key === undefined || row.key === key));
  wanted.sort(byTime);
  return limit === undefined ? wanted : wanted.slice(-limit);
}

/** How long before its end a window may have begun. Nothing bounds a session: those of up to a day are found. */
function longestMs(window: Pick<Window<never>, 'kind'> & { readonly sizeSeconds?: number }): number {
  return window.sizeSeconds === undefined ? DAY_MS : window.sizeSeconds * 1000;
}

/** What a row of a window says. */
export function toWindowRow(window: string, row: StoredWindow): WindowRow {
  return {
    window,
    key: row.key,
    start: row.window_start,
    end: row.window_end,
    events: row.events,
    final: row.final,
    values: JSON.parse(row.values_json) as WindowRow['values'],
  };
}

function byTime(a: WindowRow, b: WindowRow): number {
  return a.start.getTime() - b.start.getTime() || compare(a.window, b.window) || compare(a.key, b.key);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
