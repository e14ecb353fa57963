import type { AnomalyRule } from '../../analysis/rule.ts';
import type { Applied } from '../applied.ts';
import type { Found } from './finding.ts';

/** What lies beyond is left out, and so is what is no number: its square would be none. */
const MOST = 1e150;

interface Measured<E> extends Applied<E> {
  readonly value: number;
}

/** The events of one partition key whose value lies far from the running mean of their group. */
export function anomaliesFound<E>(rule: AnomalyRule<E>, applied: readonly Applied<E>[]): readonly Found[] {
  const measured = applied
    .filter(({ event }) => rule.where?.(event) ?? true)
    .map((one) => ({ ...one, value: rule.of(one.event) ?? Number.NaN }))
    .filter(({ value }) => Math.abs(value) <= MOST);
  const groups = Map.groupBy(measured, ({ event }) => rule.groupBy?.(event) ?? '');
  return [...groups].flatMap(([group, ofGroup]) => foundIn(rule, group, ofGroup));
}

function foundIn<E>(rule: AnomalyRule<E>, group: string, measured: readonly Measured<E>[]): readonly Found[] {
  const { deviations = 4, minDeviation = 0, warmUp = 30, weight = 0.02 } = rule;
  const values = measured.map(({ value }) => value);
  const before = runningMoments(values, weight);
  return measured.flatMap(({ event, id, time, partitionKey, value }, index) => {
    const { mean, variance } = before[index] ?? { mean: 0, variance: 0 };
    const deviation = Math.max(Math.sqrt(variance), minDeviation);
    const distance = Math.abs(value - mean);
    if (index < warmUp || distance <= deviations * deviation) return [];
    const said = { value, mean, deviation, score: deviation === 0 ? null : distance / deviation };
    const message = rule.message?.(event, said);
    return {
      ...{ cause: id, at: time, key: partitionKey, group, events: [id], values: said },
      ...(message !== undefined && { message }),
    };
  });
}

/** Mean and variance, exponentially weighted, of the values before each. Of none both are 0, which nobody looks at. */
function runningMoments(values: readonly number[], weight: number): readonly { mean: number; variance: number }[] {
  let [mean, variance] = [0, 0];
  return values.map((value, index) => {
    const before = { mean, variance };
    const w = Math.max(weight, 1 / (index + 1));
    const difference = value - mean;
    mean = index === 0 ? value : mean + w * difference;
    variance = index === 0 ? 0 : (1 - w) * (variance + w * difference ** 2);
    return before;
  });
}
