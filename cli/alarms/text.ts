import { coloured, table } from '../output.ts';
import { printable } from '../printable.ts';
import type { AlarmStatus } from './read-alarms.ts';

/** All alarms, one row each. */
export function alarmsText(alarms: readonly AlarmStatus[]): string {
  if (alarms.length === 0) return 'There are no alarms: the deployment wants none, or is none.';
  const rows = alarms.map((alarm) => [stateText(alarm), ...row(alarm)]);
  return table(['state', 'alarm', 'severity', 'since', 'means'], rows);
}

/** The alarms that are off or lack data, and how many are well. Nothing where there are none at all. */
export function alarmsBrief(alarms: readonly AlarmStatus[]): string | undefined {
  if (alarms.length === 0) return undefined;
  const notable = alarms.filter(({ state }) => state !== 'OK');
  const well = `${alarms.length - notable.length} of ${alarms.length} alarms are OK.`;
  if (notable.length === 0) return well;
  const rows = notable.map((alarm) => [stateText(alarm), ...row(alarm)]);
  return `${table(['alarms', 'name', 'severity', 'since', 'means'], rows)}\n${well}`;
}

function row({ name, severity, since, means }: AlarmStatus): string[] {
  return [name, severity, `${since.slice(0, 19)}Z`, printable(means)];
}

function stateText({ state, severity }: AlarmStatus): string {
  if (state === 'ALARM') return coloured(severity === 'critical' ? 'red' : 'yellow', 'ALARM');
  return state === 'OK' ? 'OK' : coloured('dim', 'no data');
}
