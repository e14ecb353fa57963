import type { Severity } from '../../core/analysis/alert.ts';
import { coloured, table } from '../output.ts';
import { printable, shorten } from '../printable.ts';
import type { ShownAlert } from './read-alerts.ts';

const colours = { info: 'dim', warning: 'yellow', critical: 'red' } as const satisfies Record<Severity, string>;

/** Widths at which the table cuts, in characters. */
const KEY_MOST = 24;
const MESSAGE_MOST = 90;

/** One line an alert, for those that come one by one. */
export function alertLine(alert: ShownAlert): string {
  const { at, severity, pipeline, rule, key, message } = alert;
  const said = coloured(colours[severity], printable(severity).padEnd('critical'.length));
  return `${printable(at)}  ${said}  ${printable(pipeline)}  ${printable(rule)}  ${printable(key)}  ${printable(message)}`;
}

/** One row an alert, for those that are there. */
export function alertTable(alerts: readonly ShownAlert[]): string {
  const rows = alerts.map(({ at, severity, pipeline, rule, key, message }) => [
    at,
    coloured(colours[severity], severity),
    pipeline,
    printable(rule),
    shorten(key, KEY_MOST),
    shorten(message, MESSAGE_MOST),
  ]);
  return table(['at', 'severity', 'pipeline', 'rule', 'key', 'message'], rows);
}
