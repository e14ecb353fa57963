import { expect, test } from 'vitest';
import type { ThresholdRule } from '../../../../../core/analysis/rule.ts';
import { type Happening, RuleDriver } from '../../../../support/analysis/rule-driver.ts';

const hot: ThresholdRule<Happening> = {
  kind: 'threshold',
  name: 'hot',
  where: ({ value }) => (value ?? 0) > 30,
  values: ({ value = null }) => ({ temperature_c: value }),
  message: ({ value }) => `${value} °C`,
};

test('an event for which it holds is an alert of its own, caused by it', () => {
  const driver = new RuleDriver(hot).given({ id: 'a', at: 1, value: 30 }, { id: 'b', at: 2, value: 30.1 });
  expect(driver.findings).toEqual([
    { cause: 'b', at: 2000, message: '30.1 °C', values: { temperature_c: 30.1 }, events: ['b'] },
  ]);
});

test('the severity may depend on the event', () => {
  const graded: ThresholdRule<Happening> = {
    ...hot,
    severityOf: ({ value }) => ((value ?? 0) > 50 ? 'critical' : 'info'),
  };
  const driver = new RuleDriver(graded).given({ id: 'a', at: 1, value: 40 }, { id: 'b', at: 2, value: 51 });
  expect(driver.findings.map(({ severity }) => severity)).toEqual(['info', 'critical']);
});

test('cool-down: in event time, from the last alert raised, per group', () => {
  const at = (seconds: number, group = 'x'): Happening => ({ id: `${group}${seconds}`, at: seconds, value: 31, group });
  const cooled: ThresholdRule<Happening> = { ...hot, cooldownSeconds: 60, groupBy: ({ group = '' }) => group };
  const driver = new RuleDriver(cooled).given(at(0), at(59.999), at(59.999, 'y'), at(60), at(100), at(120));
  expect(driver.causes).toEqual(['x0', 'y59.999', 'x60', 'x120']);
});

test('cool-down: an older event within it is dropped too', () => {
  const driver = new RuleDriver({ ...hot, cooldownSeconds: 60 }, { latenessSeconds: 600 });
  driver.given({ id: 'a', at: 100, value: 31 }, { id: 'b', at: 41, value: 31 }, { id: 'c', at: 40, value: 31 });
  expect(driver.causes).toEqual(['a', 'c']);
});

test('cool-down: 128 groups are remembered, whatever they are called', () => {
  const cooled: ThresholdRule<Happening> = { ...hot, cooldownSeconds: 3600, groupBy: ({ group = '' }) => group };
  const driver = new RuleDriver(cooled);
  const names = ['__proto__', 'constructor', ...Array.from({ length: 127 }, (_, index) => `g${index}`)];
  for (const [index, group] of names.entries()) driver.given({ id: group, at: index, value: 31, group });
  expect(driver.causes).toEqual(names);
  driver.given({ id: 'again 1', at: 200, value: 31, group: 'constructor' });
  driver.given({ id: 'again 0', at: 201, value: 31, group: '__proto__' });
  expect(driver.causes.slice(names.length)).toEqual(['again 0']);
});

test('cool-down: what ran out two days ago is forgotten', () => {
  const cooled: ThresholdRule<Happening> = { ...hot, cooldownSeconds: 60, groupBy: ({ group = '' }) => group };
  const driver = new RuleDriver(cooled).given({ id: 'a', at: 0, value: 31, group: 'long ago' });
  driver.given({ id: 'b', at: 172_861, value: 31, group: 'now' });
  expect(driver.stateBytes).toBe(
    new RuleDriver(cooled).given({ id: 'b', at: 172_861, value: 31, group: 'now' }).stateBytes,
  );
});

test('what throws, throws before the cool-down begins', () => {
  const throwing: ThresholdRule<Happening> = {
    ...hot,
    cooldownSeconds: 60,
    message: ({ id }) => {
      if (id === 'bad') throw new TypeError('no');
      return id;
    },
  };
  const driver = new RuleDriver(throwing);
  expect(() => driver.given({ id: 'bad', at: 1, value: 31 })).toThrow(TypeError);
  expect(driver.given({ id: 'good', at: 2, value: 31 }).causes).toEqual(['good']);
});
