import type { Alert } from '../../core/analysis/alert.ts';
import { hourOf } from '../../core/analysis/operations/rows.ts';
import { alerts, WINDOW_BUCKETS, windowMetrics } from '../../core/analysis/operations/tables.ts';
import { selectStatement } from '../../core/cql.ts';
import type { FoundWindow } from '../../core/reference/differences.ts';
import type { ExpectedWindow } from '../../core/reference/reference.ts';
import { inPool } from '../../functions/clients/pool.ts';
import type { CqlShell } from '../cql.ts';
import { daysBetween, hoursBetween } from '../time-range.ts';

const SELECTS_AT_ONCE = 16;

interface WindowRow {
  readonly window_name: string;
  readonly key: string;
  readonly window_start: Date;
  readonly window_end: Date;
  readonly events: number;
  readonly final: boolean;
  readonly values_json: string;
}

interface AlertRow {
  readonly pipeline: string;
  readonly alert_id: string;
  readonly rule: string;
  readonly severity: Alert['severity'];
  readonly key: string;
  readonly at: Date;
  readonly message: string;
  readonly values_json: string;
  readonly events: readonly string[] | null;
  readonly window_name: string | null;
  readonly window_start: Date | null;
  readonly window_end: Date | null;
  readonly raised_at: Date;
}

/** The rows of `ops.window_metrics` in the hours of some windows: of all keys. */
export async function readWindowRows(
  shell: Pick<CqlShell, 'select'>,
  pipeline: string,
  windows: readonly Pick<ExpectedWindow<unknown>, 'window' | 'start'>[],
): Promise<FoundWindow[]> {
  const statement = selectStatement(windowMetrics, { where: windowMetrics.partitionKey });
  const partitions = [...Map.groupBy(windows, ({ window }) => window)].flatMap(([name, ofName]) => {
    const starts = ofName.map(({ start }) => start);
    const [first, last] = [Math.min(...starts), Math.max(...starts)];
    return hoursBetween(hourOf(first), hourOf(last)).flatMap((hour) =>
      Array.from({ length: WINDOW_BUCKETS }, (_, bucket) => [pipeline, name, hour, bucket]),
    );
  });
  const found: FoundWindow[] = [];
  await inPool(partitions, SELECTS_AT_ONCE, async (partition) => {
    for (const row of await shell.select<WindowRow>(statement, partition)) found.push(toWindow(row));
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
  const statement = selectStatement(alerts, { where: alerts.partitionKey });
  const found: Alert[] = [];
  await inPool(daysBetween(new Date(from), new Date(to)), SELECTS_AT_ONCE, async (day) => {
    for (const row of await shell.select<AlertRow>(statement, [pipeline, day])) found.push(toAlert(row));
  });
  return found;
}

function toWindow(row: WindowRow): FoundWindow {
  return {
    window: row.window_name,
    key: row.key,
    start: row.window_start.getTime(),
    end: row.window_end.getTime(),
    values: JSON.parse(row.values_json),
    events: row.events,
    final: row.final,
  };
}

function toAlert(row: AlertRow): Alert {
  const { window_name: name, window_start: start, window_end: end } = row;
  return {
    id: row.alert_id,
    pipeline: row.pipeline,
    rule: row.rule,
    severity: row.severity,
    key: row.key,
    at: row.at.getTime(),
    message: row.message,
    values: JSON.parse(row.values_json),
    events: row.events ?? [],
    ...(name !== null && start && end && { window: { name, start: start.getTime(), end: end.getTime() } }),
    raisedAt: row.raised_at.getTime(),
  };
}
