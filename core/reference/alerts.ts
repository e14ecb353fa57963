import { createHash } from 'node:crypto';
import type { Alert } from '../analysis/alert.ts';
import type { Analysis } from '../analysis/analysis.ts';
import type { RaisedAlert } from '../analysis/decision.ts';
import type { Rule } from '../analysis/rule.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Applied } from './applied.ts';
import { anomaliesFound } from './rules/anomaly.ts';
import { changesFound } from './rules/change.ts';
import { scoresFound, thresholdsFound } from './rules/events.ts';
import type { Found, Reach } from './rules/finding.ts';
import { sequencesFound } from './rules/sequence.ts';
import { silencesFound } from './rules/silence.ts';
import { windowChangesFound, windowsFound } from './rules/window.ts';
import { courseOf } from './window-course.ts';

/** An alert as it has to be. `raisedAt` depends on who comes first, event or sweep; the wording of some rules is their own. */
export interface ExpectedAlert extends Omit<Alert, 'raisedAt' | 'message'> {
  readonly message?: string;
  /** Whether the events that it names, and with them values and message, are fixed, whatever came first. */
  readonly named: boolean;
}

/** The alerts of one rule. @param applied the events that it sees, in the order of the stream */
export function alertsOf<E>(
  pipeline: Pipeline<E> & { readonly analysis: Analysis<E> },
  rule: Rule<E>,
  applied: readonly Applied<E>[],
  reach: Reach,
): readonly ExpectedAlert[] {
  const found = foundBy(pipeline.analysis, rule, applied, reach);
  const alerts = afterCooldown(found, (rule.cooldownSeconds ?? 0) * 1000).map(
    ({ cause, group, foundWith, ...alert }) => ({
      severity: rule.severity ?? 'warning',
      ...alert,
      id: idOf([pipeline.name, rule.name, alert.key, cause]),
      pipeline: pipeline.name,
      rule: rule.name,
      named: isNamed(pipeline.analysis, rule),
    }),
  );
  return [...new Map(alerts.map((alert) => [alert.id, alert])).values()];
}

/** An alert, and the event with which it was raised. Times in milliseconds since the epoch. */
interface RaisedWith extends RaisedAlert {
  readonly by: Pick<Applied<unknown>, 'id' | 'time'>;
}

/**
 * The alerts of one rule that events raise at once, whether sweeps come or not.
 *
 * @param applied the events of one partition key, in the order of the stream
 */
export function raisedAtOnce<E>(
  analysis: Analysis<E>,
  rule: Rule<E>,
  applied: readonly Applied<E>[],
): readonly RaisedWith[] {
  if (waitsForTime(analysis, rule)) return [];
  const reach = { watermark: applied.at(-1)?.watermark ?? Number.NEGATIVE_INFINITY, arrived: Number.NEGATIVE_INFINITY };
  const found = afterCooldown(foundBy(analysis, rule, applied, reach), (rule.cooldownSeconds ?? 0) * 1000);
  return found.flatMap(({ cause, at, severity = rule.severity ?? 'warning', foundWith }) => {
    const by = 'window' in rule ? foundWith : (foundWith ?? { id: cause, time: at });
    return by ? { rule: rule.name, severity, at, by } : [];
  });
}

/** Windows of all keys have no order that could be told. */
function waitsForTime<E>({ windows }: Analysis<E>, rule: Rule<E>): boolean {
  if (rule.kind === 'sequence') return !rule.eager;
  if (rule.kind === 'silence' || rule.kind === 'window-change') return true;
  if (rule.kind !== 'window') return false;
  return rule.on === 'final' || windows.some(({ name, scope }) => name === rule.window && scope === 'stream');
}

/** What the rule finds, in the order in which it finds it. */
function foundBy<E>(
  { windows }: Analysis<E>,
  rule: Rule<E>,
  applied: readonly Applied<E>[],
  reach: Reach,
): readonly Found[] {
  switch (rule.kind) {
    case 'threshold':
      return thresholdsFound(rule, applied);
    case 'model':
      return scoresFound(rule, applied);
    case 'change':
      return changesFound(rule, applied);
    case 'anomaly':
      return anomaliesFound(rule, applied);
    case 'silence':
      return silencesFound(rule, applied, reach);
    case 'sequence':
      return sequencesFound(rule, applied, reach);
    case 'window':
    case 'window-change': {
      const window = windows.find(({ name }) => name === rule.window);
      const course = window ? courseOf(window, applied, reach.watermark) : [];
      return rule.kind === 'window' ? windowsFound(rule, course) : windowChangesFound(rule, course);
    }
  }
}

/** An eager rule names what had arrived; among shards, what comes first is nobody's. */
function isNamed<E>({ windows }: Analysis<E>, rule: Rule<E>): boolean {
  if (rule.kind === 'sequence') return !rule.eager;
  return !windows.some(({ name, scope }) => 'window' in rule && name === rule.window && scope === 'stream');
}

/** Drops what comes too near, in event time, to the last alert of its key and group that was raised. */
function afterCooldown(found: readonly Found[], cooldownMs: number): readonly Found[] {
  const raised: Found[] = [];
  for (const one of found) {
    const last = raised.findLast(({ key, group }) => key === one.key && group === one.group);
    if (!last || Math.abs(one.at - last.at) >= cooldownMs) raised.push(one);
  }
  return raised;
}

function idOf(named: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(named)).digest('hex').slice(0, 32);
}
