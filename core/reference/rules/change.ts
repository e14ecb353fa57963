import type { ChangeRule } from '../../analysis/rule.ts';
import type { Applied } from '../applied.ts';
import type { Found } from './finding.ts';

/** The events of one partition key whose value moved far enough against the one before it of their group. */
export function changesFound<E>(rule: ChangeRule<E>, applied: readonly Applied<E>[]): readonly Found[] {
  const measured = applied
    .filter(({ event }) => rule.where?.(event) ?? true)
    .map((one) => ({ ...one, value: rule.of(one.event) ?? Number.NaN, group: rule.groupBy?.(one.event) ?? '' }))
    .filter(({ value }) => Number.isFinite(value));
  return measured.flatMap(({ event, id, time, partitionKey, value, group }, index) => {
    const before = measured.slice(0, index).filter((one) => one.group === group);
    const latest = Math.max(...before.map((one) => one.time));
    const previous = before.findLast((one) => one.time === latest);
    if (!previous || time < latest || !moved(rule, previous.value, value)) return [];
    const values = valuesOf(previous.value, value);
    const message = rule.message?.(event, values);
    return {
      ...{ cause: id, at: time, key: partitionKey, group, events: [previous.id, id], values },
      ...(message !== undefined && { message }),
    };
  });
}

/** Allowed where a change is as large as declared but for its last digits. */
const ROUNDING = 1e-9;

/** Whether a value moved far enough. Against 0 nothing does. */
export function moved(
  { drop, rise }: { readonly drop?: number; readonly rise?: number },
  previous: number,
  value: number,
): boolean {
  if (previous === 0) return false;
  const { change } = valuesOf(previous, value);
  return (drop !== undefined && change <= -drop + ROUNDING) || (rise !== undefined && change >= rise - ROUNDING);
}

/** What an alert about a change says. */
export function valuesOf(previous: number, value: number): { value: number; previous: number; change: number } {
  return { value, previous, change: (value - previous) / Math.abs(previous) };
}
