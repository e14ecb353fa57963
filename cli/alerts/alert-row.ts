import type { Alert } from '../../core/analysis/alert.ts';

/** A row of `ops.alerts`, as the driver gives it. */
export interface AlertRow {
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

/** The alert that a row holds. */
export function toAlert(row: AlertRow): Alert {
  const { window_name: name, window_start: start, window_end: end } = row;
  return {
    id: row.alert_id,
    pipeline: row.pipeline,
    rule: row.rule,
    severity: row.severity,
    key: row.key,
    at: row.at.getTime(),
    message: row.message,
    values: JSON.parse(row.values_json) as Alert['values'],
    events: row.events ?? [],
    ...(name !== null && start && end && { window: { name, start: start.getTime(), end: end.getTime() } }),
    raisedAt: row.raised_at.getTime(),
  };
}
