import type { AnomalyRule } from '../../analysis/rule.ts';
import type { Applied } from '../applied.ts';
import type { Found } from './finding.ts';

/** What lies beyond is left out, and so is what is no number: its square would be none. */
const MOST = 1e150;

/** The events of one partition key whose value lies far from the running mean of their group. */
export function anomaliesFound<E>(rule: AnomalyRule<E>, applied: readonly Applied<E>[]): readonly Found[] {
  const { deviations = 4, minDeviation = 0, warmUp = 30 } = rule;
  const measured = applied
    .filter(({ event }) => rule.where?.(event) ?? true)
    .map((one) => ({ ...one, value: rule.of(one.event) ?? Number.NaN, group: rule.groupBy?.(one.event) ?? '' }))
    .filter(({ value }) => Math.abs(value) <= MOST);
  return measured.flatMap(({ event, id, time, partitionKey, value, group }, index) => {
    const before = measured.slice(0, index).filter((one) => one.group === group);
    if (before.length < warmUp) return [];
    const { mean, variance } = runningMoments(
      before.map((one) => one.value),
      rule.weight ?? 0.02,
    );
    const deviation = Math.max(Math.sqrt(variance), minDeviation);
    const distance = Math.abs(value - mean);
    if (distance <= deviations * deviation) return [];
    const values = { value, mean, deviation, score: deviation === 0 ? null : distance / deviation };
    const message = rule.message?.(event, values);
    return {
      ...{ cause: id, at: time, key: partitionKey, group, events: [id], values },
      ...(message !== undefined && { message }),
    };
  });
}

/** Mean and variance, exponentially weighted, of values in their order. Neither means anything of no values. */
function runningMoments(values: readonly number[], weight: number): { mean: number; variance: number } {
  const [first = 0, ...rest] = values;
  let [mean, variance] = [first, 0];
  for (const [index, value] of rest.entries()) {
    const w = Math.max(weight, 1 / (index + 2));
    const difference = value - mean;
    mean += w * difference;
    variance = (1 - w) * (variance + w * difference ** 2);
  }
  return { mean, variance };
}
