import type { Analysis } from '../analysis/analysis.ts';
import type { Rule } from '../analysis/rule.ts';
import type { Window } from '../analysis/window.ts';

/** Tells of an event whether a function of a window or rule, called for it, throws. */
export function throwsOn<E>({ windows, rules }: Analysis<E>): (event: E) => boolean {
  return (event) => {
    try {
      for (const window of windows) askWindow(window, event);
      for (const rule of rules) askRule(rule, event);
      return false;
    } catch {
      return true;
    }
  };
}

/** What comes after `where` is asked only of events that it lets through: it may rely on that. */
function askWindow<E>(window: Window<E>, event: E): void {
  if (!(window.where?.(event) ?? true)) return;
  window.groupBy?.(event);
  for (const aggregate of Object.values(window.aggregates)) aggregate.of?.(event);
}

function askRule<E>(rule: Rule<E>, event: E): void {
  if (rule.kind === 'threshold' && rule.where(event)) {
    rule.groupBy?.(event);
    rule.severityOf?.(event);
    rule.message(event, rule.values(event));
  }
  if (rule.kind === 'sequence') {
    for (const step of rule.steps) step.where(event);
    rule.notFollowedBy?.where(event);
  }
  if ((rule.kind === 'change' || rule.kind === 'anomaly') && (rule.where?.(event) ?? true)) {
    if (Number.isFinite(rule.of(event) ?? Number.NaN)) rule.groupBy?.(event);
  }
  if (rule.kind === 'model' && (rule.where?.(event) ?? true)) rule.score(event);
}
