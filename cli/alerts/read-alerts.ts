import type { Alert, Severity } from '../../core/analysis/alert.ts';
import { alerts as table } from '../../core/analysis/operations/tables.ts';
import { selectStatement } from '../../core/cql.ts';
import type { CqlShell } from '../cql.ts';
import { iso } from '../iso.ts';
import { stageTable } from '../stage.ts';
import { daysBetween } from '../time-range.ts';
import { type AlertRow, toAlert } from './alert-row.ts';

/** An alert as the command line shows it: times as ISO 8601. */
export interface ShownAlert extends Omit<Alert, 'at' | 'raisedAt' | 'window'> {
  readonly at: string;
  readonly raisedAt: string;
  readonly window?: { readonly name: string; readonly start: string; readonly end: string };
}

/** Which alerts are wanted. */
export interface AlertFilter {
  readonly pipelines: readonly string[];
  /** Event time of what caused the oldest one. */
  readonly from: Date;
  /** Name of the rule. @default all */
  readonly rule?: string;
  /** The lowest severity. @default all */
  readonly severity?: Severity;
  /** How many at the most, the newest. */
  readonly limit: number;
}

/** Severities, from the lowest on. */
export const severities: readonly Severity[] = ['info', 'warning', 'critical'];

/** A day, since an event's time may lie as far ahead of this machine's clock. */
const AHEAD_MS = 86_400_000;

/** Rows of a day that are read at the most, the newest. */
const MOST_A_DAY = 10_000;

/** Alerts of `ops.alerts`, newest last. */
export async function readAlerts(shell: CqlShell, filter: AlertFilter): Promise<ShownAlert[]> {
  const least = filter.severity === undefined ? 0 : severities.indexOf(filter.severity);
  const statement = `${selectStatement(stageTable(table), { where: table.partitionKey })} AND at >= ?`;
  const days = daysBetween(filter.from, new Date(Date.now() + AHEAD_MS));
  const isFiltered = filter.rule !== undefined || least > 0;
  const most = isFiltered ? MOST_A_DAY : Math.min(filter.limit, MOST_A_DAY);
  const partitions = filter.pipelines.flatMap((pipeline) =>
    days.map((day) => shell.select<AlertRow>(`${statement} LIMIT ${most}`, [pipeline, day, filter.from])),
  );
  return (await Promise.all(partitions))
    .flat()
    .filter(({ rule }) => filter.rule === undefined || rule === filter.rule)
    .filter(({ severity }) => severities.indexOf(severity) >= least)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .slice(-filter.limit)
    .map((row) => shown(toAlert(row)));
}

function shown({ at, raisedAt, window, ...alert }: Alert): ShownAlert {
  return {
    ...alert,
    at: iso(at),
    ...(window && { window: { name: window.name, start: iso(window.start), end: iso(window.end) } }),
    raisedAt: iso(raisedAt),
  };
}
