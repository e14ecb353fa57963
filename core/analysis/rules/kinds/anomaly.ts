import type { AnomalyRule } from '../../rule.ts';
import { findGroup, putGroup } from '../bounded-groups.ts';
import { KIND_DEFAULTS } from '../defaults.ts';
import { finite, short } from '../numbers.ts';
import type { RuleKind } from '../rule-kind.ts';

/** By group: highest event time, values so far, their mean and variance. */
type Running = [group: string, time: number, count: number, mean: number, variance: number];

/** Beyond it, squares are infinite. */
const MAX_VALUE = 1e150;

export function anomalyKind<E>(rule: AnomalyRule<E>): RuleKind<E, Running[]> {
  const { deviations, minDeviation, warmUp, weight } = { ...KIND_DEFAULTS.anomaly, ...rule };

  function judge([, , count, mean, variance]: Running, value: number) {
    const deviation = Math.max(Math.sqrt(variance), minDeviation);
    const distance = Math.abs(value - mean);
    if (count < warmUp || distance <= deviations * deviation) return undefined;
    return { value, mean, deviation, score: deviation === 0 ? null : distance / deviation };
  }

  function taken([group, highest, count, mean, variance]: Running, time: number, value: number): Running {
    const w = Math.max(weight, 1 / (count + 1));
    const difference = value - mean;
    return [
      group,
      Math.max(highest, time),
      count + 1,
      mean + w * difference,
      (1 - w) * (variance + w * difference * difference),
    ];
  }

  return {
    initial: () => [],
    onEvent(state, { event, id, time }) {
      if (rule.where && !rule.where(event)) return [];
      const value = finite(rule.of(event));
      if (value === undefined || Math.abs(value) > MAX_VALUE) return [];
      const group = rule.groupBy?.(event) ?? '';
      const running = findGroup(state, group);
      const values = running && judge(running, value);
      const message = values && (rule.message?.(event, values) ?? describe(group, values));
      putGroup(state, running ? taken(running, time, value) : [group, time, 1, value, 0]);
      if (!values || message === undefined) return [];
      return [{ cause: id, at: time, message, values, events: [id], group }];
    },
  };
}

function describe(
  group: string,
  { value, mean, deviation }: { value: number; mean: number; deviation: number },
): string {
  return `${group} ${short(value)} is unusual: the mean is ${short(mean)}, the deviation ${short(deviation)}`.trimStart();
}
