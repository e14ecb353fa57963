import type { Alert } from '../../core/analysis/alert.ts';
import { hourOf } from '../../core/analysis/operations/rows.ts';
import { alerts, WINDOW_BUCKETS, windowMetrics } from '../../core/analysis/operations/tables.ts';
import { selectStatement } from '../../core/cql.ts';
import type { FoundWindow } from '../../core/reference/differences.ts';
import type { ExpectedWindow } from '../../core/reference/reference.ts';
import { inPool } from '../../functions/clients/pool.ts';
import { type AlertRow, toAlert } from '../alerts/alert-row.ts';
import type { CqlShell } from '../cql.ts';
import { stageTable } from '../stage.ts';
import { daysBetween, hoursBetween } from '../time-range.ts';
import { type StoredWindow, toWindowRow } from '../windows/read-windows.ts';

const SELECTS_AT_ONCE = 16;

/** The rows of `ops.window_metrics` in the hours of some windows: of all keys. */
export async function readWindowRows(
  shell: Pick<CqlShell, 'select'>,
  pipeline: string,
  windows: readonly Pick<ExpectedWindow<unknown>, 'window' | 'start'>[],
): Promise<FoundWindow[]> {
  const statement = selectStatement(stageTable(windowMetrics), { where: windowMetrics.partitionKey });
  const partitions = [...Map.groupBy(windows, ({ window }) => window)].flatMap(([name, ofName]) => {
    const starts = ofName.map(({ start }) => start);
    const [first, last] = [Math.min(...starts), Math.max(...starts)];
    return hoursBetween(hourOf(first), hourOf(last)).flatMap((hour) =>
      Array.from({ length: WINDOW_BUCKETS }, (_, bucket) => [pipeline, name, hour, bucket]),
    );
  });
  const found: FoundWindow[] = [];
  await inPool(partitions, SELECTS_AT_ONCE, async (partition) => {
    for (const row of await shell.select<StoredWindow & { readonly window_name: string }>(statement, partition)) {
      const { start, end, ...window } = toWindowRow(row.window_name, row);
      found.push({ ...window, start: start.getTime(), end: end.getTime() });
    }
  });
  return found;
}

/** The rows of `ops.alerts` of some days. @param from, to in milliseconds since the epoch */
export async function readAlertRows(
  shell: Pick<CqlShell, 'select'>,
  pipeline: string,
  from: number,
  to: number,
): Promise<Alert[]> {
  const statement = selectStatement(stageTable(alerts), { where: alerts.partitionKey });
  const found: Alert[] = [];
  await inPool(daysBetween(new Date(from), new Date(to)), SELECTS_AT_ONCE, async (day) => {
    for (const row of await shell.select<AlertRow>(statement, [pipeline, day])) found.push(toAlert(row));
  });
  return found;
}
