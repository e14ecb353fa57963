import type { Alert } from '../alert.ts';
import { instantMs } from './durations.ts';
import { type ExpectedAlert, mismatches } from './expected-alert.ts';
import { pairUp } from './pair-up.ts';

/** Why the alerts are not the expected ones, for a person; undefined where they are. The order does not matter. */
export function explainAlerts(
  expected: readonly ExpectedAlert[],
  alerts: readonly Alert[],
  notes: readonly string[],
): string | undefined {
  const { missing, unexpected } = pairUp(expected, alerts, (wanted, alert) => mismatches(wanted, alert).length === 0);
  if (missing.length === 0 && unexpected.length === 0) return undefined;
  return [
    `Expected ${countOf(expected.length)}, raised ${alerts.length === 0 ? 'none' : alerts.length}.`,
    ...missing.flatMap((wanted) => [`  missing     ${describeExpected(wanted)}`, ...nearly(wanted, unexpected)]),
    ...unexpected.map((alert) => `  unexpected  ${describeAlert(alert)}`),
    ...notes.map((note) => `  note        ${note}`),
  ].join('\n');
}

/** What keeps alerts of the same rule (and key) from being the expected one. */
function nearly(wanted: ExpectedAlert, alerts: readonly Alert[]): readonly string[] {
  return alerts
    .filter(({ rule, key }) => rule === wanted.rule && (wanted.key === undefined || key === wanted.key))
    .map((alert) => `                but ${mismatches(wanted, alert).join('; ')}`);
}

const countOf = (count: number): string => (count === 0 ? 'no alerts' : count === 1 ? '1 alert' : `${count} alerts`);

function describeAlert({ rule, key, severity, at, message, values, events, window }: Alert): string {
  return [
    `${rule} of ${key}, ${severity}, at ${iso(at)}: ${message}`,
    `values ${JSON.stringify(values)}`,
    `events ${events.join(', ')}`,
    ...(window ? [`window ${window.name} ${iso(window.start)}/${iso(window.end)}`] : []),
  ].join(' · ');
}

function describeExpected({ rule, key, severity, at, message, values, events, window }: ExpectedAlert): string {
  const head = [
    key === undefined ? rule : `${rule} of ${key}`,
    ...(severity ? [severity] : []),
    ...(at === undefined ? [] : [`at ${iso(instantMs(at))}`]),
  ].join(', ');
  return [
    message === undefined ? head : `${head}: ${message}`,
    ...(values ? [`values ${JSON.stringify(values)}`] : []),
    ...(events ? [`events ${events.join(', ')}`] : []),
    ...(window ? [`window ${JSON.stringify(window)}`] : []),
  ].join(' · ');
}

const iso = (ms: number): string => new Date(ms).toISOString();
