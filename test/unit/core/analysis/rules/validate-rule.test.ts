import { expect, test } from 'vitest';
import { count } from '../../../../../core/analysis/aggregate.ts';
import type {
  AnomalyRule,
  ChangeRule,
  ModelRule,
  Rule,
  SequenceRule,
  SilenceRule,
  ThresholdRule,
  WindowChangeRule,
  WindowRule,
} from '../../../../../core/analysis/rule.ts';
import { validateRule } from '../../../../../core/analysis/rules/validate-rule.ts';
import type { Window } from '../../../../../core/analysis/window.ts';

const windows: readonly Window<unknown>[] = [
  { kind: 'tumbling', name: 'minutes', sizeSeconds: 60, aggregates: { n: count() } },
];
const yes = () => true;
const text = () => '';
const step = (name: string) => ({ name, where: yes });

const threshold: ThresholdRule<unknown> = {
  kind: 'threshold',
  name: 'r',
  where: yes,
  values: () => ({}),
  message: text,
};
const window: WindowRule = { kind: 'window', name: 'r', window: 'minutes', when: yes, message: text };
const sequence: SequenceRule<unknown> = {
  kind: 'sequence',
  name: 'r',
  steps: [step('a'), step('b')],
  withinSeconds: 60,
  message: text,
};
const change: ChangeRule<unknown> = { kind: 'change', name: 'r', of: () => 1, drop: 0.05 };
const windowChange: WindowChangeRule = { kind: 'window-change', name: 'r', window: 'minutes', value: 'n', rise: 1 };
const silence: SilenceRule = { kind: 'silence', name: 'r', afterSeconds: 10 };
const anomaly: AnomalyRule<unknown> = { kind: 'anomaly', name: 'r', of: () => 1 };
const model: ModelRule<unknown> = { kind: 'model', name: 'r', model: 'm', score: () => 1, threshold: 0 };
const notFollowedBy = { where: yes, withinSeconds: 60 };

test.each<Rule<unknown>>([
  threshold,
  { ...threshold, severity: 'info', cooldownSeconds: 604_800, version: 2, severityOf: () => 'info', groupBy: text },
  window,
  { ...window, on: 'final' },
  sequence,
  { ...sequence, eager: true, succession: 'relaxed', cooldownSeconds: 0 },
  { ...sequence, steps: [step('a')], notFollowedBy },
  change,
  windowChange,
  silence,
  anomaly,
  { ...anomaly, deviations: 0.1, minDeviation: 0, warmUp: 2, weight: 1 },
  model,
])('$kind may be so', (rule) => {
  expect(() => validateRule(rule, windows)).not.toThrow();
});

test.each<[unknown, string]>([
  [
    { ...threshold, name: 'Hot!' },
    'Rule Hot!: name must be 1 to 40 lower-case letters, digits and hyphens (received "Hot!")',
  ],
  [
    { ...threshold, kind: 'cep' },
    'kind must be one of threshold, window, sequence, change, window-change, silence, anomaly, model (received "cep")',
  ],
  [{ ...threshold, kind: 'toString' }, 'kind must be one of'],
  [{ ...threshold, severity: 'high' }, "severity must be 'info' or 'warning' or 'critical' (received \"high\")"],
  [
    { ...threshold, cooldownSeconds: 604_801 },
    'cooldownSeconds must be a whole number from 0 to 604800 (received 604801)',
  ],
  [{ ...threshold, version: 0 }, 'version must be a whole number from 1'],
  [{ ...threshold, where: undefined }, 'where must be a function (received nothing)'],
  [{ ...threshold, cooldown: 60 }, 'cooldown is no setting; there are name, severity, cooldownSeconds, version, where'],
  [{ ...window, window: 'hours' }, 'window must be one of the pipeline\'s windows: minutes (received "hours")'],
  [{ ...window, on: 'close' }, "on must be 'update' or 'final' (received \"close\")"],
  [{ ...sequence, steps: [] }, 'steps must be a list of 1 to 10 steps (received an array of length 0)'],
  [{ ...sequence, steps: [step('a')] }, 'steps must be two or more where there is no notFollowedBy (received 1)'],
  [{ ...sequence, steps: [step('a'), step('a')] }, 'steps must have names of their own (received "a" twice)'],
  [{ ...sequence, steps: [step('a'), { name: 'b' }] }, 'steps[1].where must be a function (received nothing)'],
  [{ ...sequence, withinSeconds: 86_401 }, 'withinSeconds must be a whole number from 1 to 86400 (received 86401)'],
  [
    { ...sequence, notFollowedBy: { where: yes } },
    'notFollowedBy.withinSeconds must be a whole number from 1 to 86400 (received nothing)',
  ],
  [{ ...sequence, eager: true, succession: 'strict' }, "eager must not be combined with succession 'strict'"],
  [{ ...sequence, eager: true, notFollowedBy }, 'eager must not be combined with notFollowedBy'],
  [{ ...sequence, eager: true, cooldownSeconds: 1 }, 'eager must not be combined with cooldownSeconds'],
  [{ ...change, drop: undefined }, 'drop or rise must be given, a number over 0 (received neither)'],
  [{ ...change, drop: 0 }, 'drop must be a number over 0 (received 0)'],
  [{ ...change, rise: Number.NaN }, 'rise must be a number over 0 (received NaN)'],
  [{ ...windowChange, value: 'total' }, 'value must be a value of window minutes: n (received "total")'],
  [{ ...silence, afterSeconds: 9 }, 'afterSeconds must be a whole number from 10 to 604800 (received 9)'],
  [{ ...anomaly, warmUp: 1 }, 'warmUp must be a whole number from 2 to 10000 (received 1)'],
  [{ ...anomaly, weight: 1.1 }, 'weight must be a number over 0, up to 1 (received 1.1)'],
  [{ ...anomaly, minDeviation: -1 }, 'minDeviation must be a number of 0 or more (received -1)'],
  [{ ...model, threshold: '0.9' }, 'threshold must be a finite number (received "0.9")'],
  [{ ...model, model: '' }, 'model must be 1 to 100 characters (received "")'],
])('%o may not: %s', (rule, message) => {
  expect(() => validateRule(rule as Rule<unknown>, windows)).toThrow(RangeError);
  expect(() => validateRule(rule as Rule<unknown>, windows)).toThrow(message);
});

test('without windows, the error says so', () => {
  expect(() => validateRule(window, [])).toThrow('the pipeline has none (received "minutes")');
});
