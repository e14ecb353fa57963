import type { ChangeRule } from '../../analysis/rule.ts';
import type { Applied } from '../applied.ts';
import type { Found } from './finding.ts';

/** The events of one partition key whose value moved far enough against the one before it of their group. */
export function changesFound<E>(rule: ChangeRule<E>, applied: readonly Applied<E>[]): readonly Found[] {
  const measured = applied
    .filter(({ event }) => rule.where?.(event) ?? true)
    .map((one) => ({ ...one, value: rule.of(one.event) ?? Number.NaN, group: rule.groupBy?.(one.event) ?? '' }))
    .filter(({ value }) => Number.isFinite(value));
  return [...Map.groupBy(measured, ({ group }) => group).values()].flatMap((ofGroup) => {
    const compared = withoutOlder(ofGroup);
    return compared.flatMap(({ event, id, time, partitionKey, value, group }, index) => {
      const previous = compared[index - 1];
      if (!previous || !moved(rule, previous.value, value)) return [];
      const values = valuesOf(previous.value, value);
      const message = rule.message?.(event, values);
      return {
        ...{ cause: id, at: time, key: partitionKey, group, events: [previous.id, id], values },
        ...(message !== undefined && { message }),
      };
    });
  });
}

/** Leaves out each event with an earlier time than one before it in the stream. */
function withoutOlder<T extends { readonly time: number }>(events: readonly T[]): readonly T[] {
  let latest = Number.NEGATIVE_INFINITY;
  return events.filter(({ time }) => {
    if (time < latest) return false;
    latest = time;
    return true;
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
