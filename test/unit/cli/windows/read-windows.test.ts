import { describe, expect, it } from 'vitest';
import { readLate } from '../../../../cli/late.ts';
import { readWindows } from '../../../../cli/windows/read-windows.ts';
import { windowRow } from '../../../../core/analysis/operations/rows.ts';
import { LATE_BUCKETS } from '../../../../core/analysis/operations/tables.ts';
import type { WindowResult } from '../../../../core/analysis/window.ts';
import type { Row } from '../../../../core/table.ts';

const NOW = new Date('2026-11-22T17:02:30.000Z');
const minutes = (count: number): number => NOW.getTime() - count * 60_000;
const SECOND = 1000;

function result(key: string, start: number, more: Partial<WindowResult> = {}): WindowResult {
  const window = { window: 'by_minute', key, group: '', start, end: start + 60 * SECOND };
  return { ...window, values: { mean: 1.5 }, events: 3, final: true, lastEventId: 'e', ...more };
}

/** A table that gives the rows whose columns equal what is bound, from the last one bound on, as the statements ask. */
function shell(rows: readonly Row[], partition: readonly string[], from: string) {
  const asked: unknown[][] = [];
  return {
    asked,
    select: async <R>(_: string, bound: readonly unknown[]): Promise<R[]> => {
      asked.push([...bound]);
      const equals = (row: Row) => partition.every((column, n) => String(row[column]) === String(bound[n]));
      const found = rows.filter((row) => equals(row) && (row[from] as Date) >= (bound[partition.length] as Date));
      return found as unknown as R[];
    },
  };
}

const windowShell = (results: readonly WindowResult[]) =>
  shell(
    results.map((one) => windowRow('sensors', one, 'h')),
    ['pipeline', 'window_name', 'hour', 'bucket'],
    'window_start',
  );

const tumbling = { name: 'by_minute', kind: 'tumbling' as const, sizeSeconds: 60 };
const request = { pipeline: 'sensors', windows: [tumbling], since: new Date(minutes(15)), now: NOW };

describe('windows that are read', () => {
  it('are those of all keys and hours, newest last', async () => {
    const results = [
      result('a', minutes(1)),
      result('b', minutes(14)),
      result('c', minutes(1)),
      result('a', minutes(5)),
    ];
    const rows = await readWindows(windowShell(results), request);
    expect(rows.map(({ key, start }) => [key, start.getTime()])).toEqual([
      ['b', minutes(14)],
      ['a', minutes(5)],
      ['a', minutes(1)],
      ['c', minutes(1)],
    ]);
    expect(rows[0]).toEqual({
      window: 'by_minute',
      key: 'b',
      start: new Date(minutes(14)),
      end: new Date(minutes(13)),
      events: 3,
      final: true,
      values: { mean: 1.5 },
    });
  });

  it('end since then, however long before they began, up to a clock that is ahead', async () => {
    const hour = { name: 'by_hour', kind: 'tumbling' as const, sizeSeconds: 3600 };
    const long = (start: number) => result('a', start, { window: 'by_hour', end: start + 3600 * SECOND });
    const results = [long(minutes(74)), long(minutes(76)), result('a', minutes(-4), { window: 'by_hour' })];
    const rows = await readWindows(windowShell(results), { ...request, windows: [hour] });
    expect(rows.map(({ start }) => start.getTime())).toEqual([minutes(74), minutes(-4)]);
  });

  it('are sessions of up to a day', async () => {
    const session = { name: 'visits', kind: 'session' as const };
    const start = minutes(1400);
    const results = [result('a', start, { window: 'visits', end: minutes(1) })];
    expect(await readWindows(windowShell(results), { ...request, windows: [session] })).toHaveLength(1);
  });

  it('are of one key, from its bucket alone, and the newest so many', async () => {
    const table = windowShell([result('a', minutes(3)), result('a', minutes(2)), result('b', minutes(1))]);
    const rows = await readWindows(table, { ...request, key: 'a', limit: 1 });
    expect(rows.map(({ start }) => start.getTime())).toEqual([minutes(2)]);
    expect(new Set(table.asked.map(([, , , bucket]) => bucket)).size).toBe(1);
  });
});

describe('late events that are read', () => {
  it('are those of all buckets, newest first, so many', async () => {
    const rows = Array.from({ length: 12 }, (_, n) => ({
      pipeline: 'sensors',
      day: '2026-11-22',
      bucket: n % LATE_BUCKETS,
      arrived_at: new Date(minutes(n)),
      event_id: `e-${n}`,
    }));
    const table = shell(rows, ['pipeline', 'day', 'bucket'], 'arrived_at');
    const found = await readLate(table, 'sensors', { from: new Date(minutes(10)), to: NOW, limit: 5 });
    expect(found.map(({ event_id }) => event_id)).toEqual(['e-0', 'e-1', 'e-2', 'e-3', 'e-4']);
  });
});
