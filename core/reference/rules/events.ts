import type { ModelRule, ThresholdRule } from '../../analysis/rule.ts';
import type { Applied } from '../applied.ts';
import type { Found } from './finding.ts';

/** The events of one partition key for which `where` holds. */
export function thresholdsFound<E>(rule: ThresholdRule<E>, applied: readonly Applied<E>[]): readonly Found[] {
  return applied
    .filter(({ event }) => rule.where(event))
    .map((one) => ({ ...one, values: rule.values(one.event) }))
    .map(({ event, id, time, partitionKey, values }) => ({
      ...{ cause: id, at: time, key: partitionKey, events: [id], group: rule.groupBy?.(event) ?? '' },
      ...{ values, message: rule.message(event, values) },
      ...(rule.severityOf && { severity: rule.severityOf(event) }),
    }));
}

/** The events of one partition key whose score is high enough. */
export function scoresFound<E>(rule: ModelRule<E>, applied: readonly Applied<E>[]): readonly Found[] {
  return applied
    .filter(({ event }) => rule.where?.(event) ?? true)
    .map((one) => ({ ...one, score: rule.score(one.event) ?? Number.NaN }))
    .filter(({ score }) => Number.isFinite(score) && score >= rule.threshold)
    .map(({ event, id, time, partitionKey, score }) => {
      const values = { score, threshold: rule.threshold };
      const message = rule.message?.(event, values);
      return {
        ...{ cause: id, at: time, key: partitionKey, events: [id], group: '', values },
        ...(message !== undefined && { message }),
      };
    });
}
