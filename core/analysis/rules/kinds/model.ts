import type { ModelRule } from '../../rule.ts';
import { finite, short } from '../numbers.ts';
import type { RuleKind } from '../rule-kind.ts';

/** Needs no state: the model is trained already, and each event is scored by itself. */
export function modelKind<E>(rule: ModelRule<E>): RuleKind<E, null> {
  const { model, threshold } = rule;
  return {
    initial: () => null,
    onEvent(_, { event, id, time }) {
      if (rule.where && !rule.where(event)) return [];
      const score = finite(rule.score(event));
      if (score === undefined || score < threshold) return [];
      const values = { score, threshold };
      const message = rule.message?.(event, values) ?? `${model} scores ${short(score)}, ${short(threshold)} or more`;
      return [{ cause: id, at: time, message, values, events: [id] }];
    },
  };
}
