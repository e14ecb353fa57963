import type { ThresholdRule } from '../../rule.ts';
import type { RuleKind } from '../rule-kind.ts';

/** Needs no state: each event stands for itself. */
export function thresholdKind<E>(rule: ThresholdRule<E>): RuleKind<E, null> {
  return {
    initial: () => null,
    onEvent(_, { event, id, time }) {
      if (!rule.where(event)) return [];
      const values = rule.values(event);
      return [
        {
          cause: id,
          at: time,
          message: rule.message(event, values),
          values,
          events: [id],
          ...(rule.severityOf && { severity: rule.severityOf(event) }),
          ...(rule.groupBy && { group: rule.groupBy(event) }),
        },
      ];
    },
  };
}
