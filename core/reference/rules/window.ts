import type { AggregateValue, TopValue, WindowValue } from '../../analysis/aggregate.ts';
import type { WindowChangeRule, WindowRule } from '../../analysis/rule.ts';
import type { WindowResult } from '../../analysis/window.ts';
import type { Stage } from '../window-course.ts';
import { moved, valuesOf } from './change.ts';
import type { Found } from './finding.ts';

/**
 * The windows of one item for which `when` holds at some moment: the first such moment of each. Sessions that end as one may
 * have been several before, and each of those is one.
 */
export function windowsFound<E>(rule: WindowRule, course: readonly Stage<E>[]): readonly Found[] {
  const seen = rule.on === 'final' ? course.filter(({ final }) => final) : course;
  const found: { readonly stage: Stage<E>; readonly alert: Found }[] = [];
  for (const stage of seen) {
    if (found.some((one) => one.stage.outcome === stage.outcome && overlap(one.stage, stage))) continue;
    const result = stage.result();
    const held = holding(rule, result);
    if (held)
      found.push({ stage, alert: { ...foundOf(result, withoutLists(result.values)), ...held, ...foundWith(stage) } });
  }
  return found.map(({ alert }) => alert);
}

/** An update comes about with an event, a final result with time. */
function foundWith<E>({ final, instance }: Stage<E>): Pick<Found, 'foundWith'> {
  const last = instance.events.at(-1);
  return final || !last ? {} : { foundWith: last };
}

function overlap<E>({ instance: a }: Stage<E>, { instance: b }: Stage<E>): boolean {
  return a.start < b.end && b.start < a.end;
}

/** The windows of one item whose final value moved far enough against that of the window before it. */
export function windowChangesFound<E>(rule: WindowChangeRule, course: readonly Stage<E>[]): readonly Found[] {
  const results = course
    .filter(({ final }) => final)
    .map((stage) => stage.result())
    .filter(({ values }) => Number.isFinite(values[rule.value]));
  return results.flatMap((result, index) => {
    const earlier = results
      .slice(0, index)
      .filter(({ key, start }) => key === result.key && start < result.start)
      .toSorted((a, b) => a.start - b.start);
    const [previous, value] = [earlier.at(-1)?.values[rule.value], result.values[rule.value]];
    if (typeof previous !== 'number' || typeof value !== 'number' || !moved(rule, previous, value)) return [];
    const values = valuesOf(previous, value);
    const message = rule.message?.(result, values);
    return { ...foundOf(result, values), ...(message !== undefined && { message }) };
  });
}

/** The message where `when` holds. Where it throws it counts as holding, and what the alert says is up to the rule. */
function holding(rule: WindowRule, result: WindowResult): Partial<Pick<Found, 'message'>> | undefined {
  try {
    return rule.when(result) ? { message: rule.message(result) } : undefined;
  } catch {
    return {};
  }
}

/** What an alert tells of a window. */
function withoutLists(values: WindowResult['values']): Found['values'] {
  const told: Record<string, AggregateValue> = {};
  for (const [name, value] of Object.entries(values)) if (!isList(value)) told[name] = value;
  return told;
}

function isList(value: WindowValue): value is readonly TopValue[] {
  return Array.isArray(value);
}

function foundOf({ window, key, group, start, end, lastEventId }: WindowResult, values: Found['values']): Found {
  return {
    ...{ cause: String(start), at: start, key, group, events: [lastEventId], values },
    window: { name: window, start, end },
  };
}
