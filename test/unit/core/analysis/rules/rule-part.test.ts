import { expect, test } from 'vitest';
import { count, sum } from '../../../../../core/analysis/aggregate.ts';
import type { Rule, SequenceRule, ThresholdRule, WindowRule } from '../../../../../core/analysis/rule.ts';
import { alertId } from '../../../../../core/analysis/rules/alert-id.ts';
import { alertOf } from '../../../../../core/analysis/rules/alert-of.ts';
import { createRulePart } from '../../../../../core/analysis/rules/rule-part.ts';
import type { Window } from '../../../../../core/analysis/window.ts';

const hot: ThresholdRule<unknown> = {
  kind: 'threshold',
  name: 'hot',
  where: () => true,
  values: () => ({}),
  message: () => '',
};
const finding = { cause: 'e1', at: 5, message: 'm', values: {}, events: ['e1'] };

test('an alert’s id is made of pipeline, rule, key and cause alone', () => {
  expect(alertId('sensors', 'hot', 'sensor-1', 'e1')).toBe('61070586e9a5dc69fec57001582b1c0a');
  const alert = alertOf('sensors', hot, 'sensor-1', finding, 99);
  expect(alertOf('sensors', hot, 'sensor-1', { ...finding, message: 'other', at: 6 }, 100).id).toBe(alert.id);
  expect(alertOf('sensors', hot, 'sensor-1', { ...finding, cause: 'e2' }, 99).id).not.toBe(alert.id);
  expect(alertOf('sensors', hot, 'sensor-2', finding, 99).id).not.toBe(alert.id);
  expect(alertOf('sensors', { ...hot, name: 'hott' }, 'sensor-1', finding, 99).id).not.toBe(alert.id);
  expect(alertOf('sensor', hot, 'sensor-1', finding, 99).id).not.toBe(alert.id);
});

test('an alert has the rule’s severity unless the finding has one, and the key of the window’s result', () => {
  const plain = {
    pipeline: 'sensors',
    rule: 'hot',
    key: 'k',
    at: 5,
    message: 'm',
    values: {},
    events: ['e1'],
    raisedAt: 99,
  };
  expect(alertOf('sensors', hot, 'k', finding, 99)).toEqual({ ...plain, severity: 'warning', id: expect.any(String) });
  expect(alertOf('sensors', { ...hot, severity: 'info' }, 'k', finding, 99).severity).toBe('info');
  const own = {
    ...finding,
    severity: 'critical',
    key: 'k/g',
    group: 'g',
    window: { name: 'w', start: 0, end: 5 },
  } as const;
  expect(alertOf('sensors', { ...hot, severity: 'info' }, 'k', own, 99)).toEqual({
    ...plain,
    id: alertId('sensors', 'hot', 'k/g', 'e1'),
    severity: 'critical',
    key: 'k/g',
    window: { name: 'w', start: 0, end: 5 },
  });
});

test('an alert is plain JSON and bounded', () => {
  const values = { nan: Number.NaN, zero: -0, text: 'x'.repeat(300), none: null, yes: true };
  const events = Array.from({ length: 25 }, (_, index) => `e${index}`);
  const alert = alertOf('sensors', hot, 'k', { ...finding, values, events, message: 'x'.repeat(2000) }, 99);
  expect(JSON.parse(JSON.stringify(alert))).toEqual(alert);
  expect(alert.values).toEqual({ nan: null, zero: 0, text: `${'x'.repeat(255)}…`, none: null, yes: true });
  expect(alert.events).toEqual(events.slice(5));
  expect(alert.message).toHaveLength(1000);
});

const minutes: Window<unknown> = { kind: 'tumbling', name: 'minutes', sizeSeconds: 60, aggregates: { n: count() } };
const many: WindowRule = { kind: 'window', name: 'many', window: 'minutes', when: () => true, message: () => '' };
const abc: SequenceRule<unknown> = {
  kind: 'sequence',
  name: 'abc',
  steps: [
    { name: 'a', where: () => true },
    { name: 'b', where: () => true },
  ],
  withinSeconds: 60,
  message: () => '',
};

const definition = (rule: Rule<unknown>, window?: Window<unknown>) =>
  JSON.stringify(createRulePart(rule, { pipeline: 'sensors', ...(window && { window }) }).definition);

test('the definition changes with its data, its version and its window, not with wording, order or written defaults', () => {
  expect(definition({ ...abc, message: () => 'other', severity: 'critical' })).toBe(definition(abc));
  expect(definition({ succession: 'relaxed', eager: false, cooldownSeconds: 0, version: 1, ...abc })).toBe(
    definition(abc),
  );
  expect(definition({ ...abc, withinSeconds: 61 })).not.toBe(definition(abc));
  expect(definition({ ...abc, version: 2 })).not.toBe(definition(abc));
  expect(definition({ ...abc, steps: [{ name: 'z', where: () => true }, abc.steps[0]] })).not.toBe(definition(abc));
  expect(definition({ ...many, on: 'update' }, minutes)).toBe(definition(many, minutes));
  expect(definition(many, { ...minutes, sizeSeconds: 30 })).not.toBe(definition(many, minutes));
  expect(definition(many, { ...minutes, aggregates: { n: sum(() => 1) } })).not.toBe(definition(many, minutes));
});

test('a rule on a window lives with that window, and needs it', () => {
  expect(createRulePart(many, { pipeline: 'sensors', window: minutes }).window).toBe('minutes');
  expect(createRulePart(abc, { pipeline: 'sensors' })).not.toHaveProperty('window');
  expect(() => createRulePart(many, { pipeline: 'sensors' })).toThrow(
    'the part of rule many of pipeline sensors needs its window minutes (received none)',
  );
});
