import { type Clock, systemClock } from '../../functions/clients/clock.ts';
import type { WindowRow } from './read-windows.ts';

const POLL_MS = 1000;

/**
 * What windows come to from now on: each result that differs from the one of the same window before, oldest window first.
 *
 * @param read reads the windows of a while back, oldest first
 * @param known those that were shown already
 */
export async function* windowChanges(
  read: () => Promise<readonly WindowRow[]>,
  known: readonly WindowRow[],
  signal: AbortSignal,
  clock: Pick<Clock, 'sleep'> = systemClock,
): AsyncGenerator<WindowRow> {
  let seen = versions(known);
  while (!signal.aborted) {
    await clock.sleep(POLL_MS, signal);
    if (signal.aborted) return;
    const rows = await read();
    for (const row of rows) if (seen.get(placeOf(row)) !== versionOf(row)) yield row;
    seen = versions(rows);
  }
}

function versions(rows: readonly WindowRow[]): ReadonlyMap<string, string> {
  return new Map(rows.map((row) => [placeOf(row), versionOf(row)]));
}

function placeOf({ window, key, start }: WindowRow): string {
  return JSON.stringify([window, key, start]);
}

function versionOf({ end, events, final, values }: WindowRow): string {
  return JSON.stringify([end, events, final, values]);
}
