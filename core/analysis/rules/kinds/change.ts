import type { ChangeRule } from '../../rule.ts';
import { findGroup, putGroup } from '../bounded-groups.ts';
import { finite } from '../numbers.ts';
import { describeChange, largeChange } from '../relative-change.ts';
import type { RuleKind } from '../rule-kind.ts';

/** The last value of each group, and the event that brought it. */
type State = [group: string, time: number, value: number, id: string][];

export function changeKind<E>(rule: ChangeRule<E>): RuleKind<E, State> {
  return {
    initial: () => [],
    onEvent(state, { event, id, time }) {
      if (rule.where && !rule.where(event)) return [];
      const value = finite(rule.of(event));
      if (value === undefined) return [];
      const group = rule.groupBy?.(event) ?? '';
      const last = findGroup(state, group);
      if (last && time < last[1]) return [];
      const values = last && largeChange(rule, last[2], value);
      const message = values && (rule.message?.(event, values) ?? `${group} ${describeChange(values)}`.trimStart());
      putGroup(state, [group, time, value, id]);
      if (!last || !values || message === undefined) return [];
      return [{ cause: id, at: time, message, values, events: [last[3], id], group }];
    },
  };
}
