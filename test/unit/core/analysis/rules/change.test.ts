import { expect, test } from 'vitest';
import type { ChangeRule } from '../../../../../core/analysis/rule.ts';
import { type Happening, RuleDriver } from '../../../../support/analysis/rule-driver.ts';

const drops: ChangeRule<Happening> = { kind: 'change', name: 'drops', of: ({ value }) => value, drop: 0.05 };
const series = (...values: readonly (number | null)[]) =>
  values.map((value, index): Happening => ({ id: `e${index}`, at: index, value }));

test('a drop of the given part or more against the value before it', () => {
  const driver = new RuleDriver(drops).given(...series(100, 95.01, 95.01, 90, 100));
  expect(driver.findings).toEqual([
    {
      cause: 'e3',
      at: 3000,
      message: 'fell 5.3 % from 95.01 to 90',
      values: { value: 90, previous: 95.01, change: (90 - 95.01) / 95.01 },
      events: ['e2', 'e3'],
      group: '',
    },
  ]);
});

test('exactly the given part counts, also where it is not exact in binary; less does not', () => {
  const causes = (...values: readonly number[]) => new RuleDriver(drops).given(...series(...values)).causes;
  expect(causes(100, 95)).toEqual(['e1']);
  expect(causes(96, 91.2)).toEqual(['e1']);
  expect(causes(1, 0.95)).toEqual(['e1']);
  expect(causes(96, 91.2001)).toEqual([]);
});

test('a rise likewise; both may be given; the old value’s sign does not turn it round', () => {
  const rises: ChangeRule<Happening> = { ...drops, rise: 0.1 };
  expect(new RuleDriver(rises).given(...series(100, 110, 109, 100)).causes).toEqual(['e1', 'e3']);
  expect(new RuleDriver(rises).given(...series(-100, -90)).findings[0]?.message).toBe('rose 10.0 % from -100 to -90');
});

test('against 0 nothing is raised, and 0 is the value before the next', () => {
  expect(new RuleDriver(drops).given(...series(0, -5)).causes).toEqual([]);
  expect(new RuleDriver(drops).given(...series(5, 0, -5, -6)).causes).toEqual(['e1', 'e3']);
});

test('what is no finite number is passed over', () => {
  const values = [100, null, Number.NaN, Number.POSITIVE_INFINITY, 90];
  expect(new RuleDriver(drops).given(...series(...values)).findings[0]?.events).toEqual(['e0', 'e4']);
});

test('an event older than the one before it is neither compared nor remembered', () => {
  const driver = new RuleDriver(drops, { latenessSeconds: 600 }).given(
    { id: 'new', at: 10, value: 100 },
    { id: 'old', at: 9, value: 10 },
    { id: 'same time', at: 10, value: 90 },
  );
  expect(driver.findings.map(({ events }) => events)).toEqual([['new', 'same time']]);
});

test('groups are compared each by itself, and cool down so', () => {
  const grouped: ChangeRule<Happening> = { ...drops, groupBy: ({ group = '' }) => group, cooldownSeconds: 100 };
  const driver = new RuleDriver(grouped).given(
    { id: 'a1', at: 1, group: 'pib', value: 100 },
    { id: 'b1', at: 2, group: 'desempleo', value: 10 },
    { id: 'a2', at: 3, group: 'pib', value: 90 },
    { id: 'b2', at: 4, group: 'desempleo', value: 9 },
    { id: 'a3', at: 5, group: 'pib', value: 80 },
  );
  expect(driver.findings.map(({ message }) => message)).toEqual([
    'pib fell 10.0 % from 100 to 90',
    'desempleo fell 10.0 % from 10 to 9',
  ]);
});

test('of more than 128 groups, the one whose last event is the oldest is forgotten', () => {
  const driver = new RuleDriver({ ...drops, groupBy: ({ group = '' }: Happening) => group });
  for (let index = 0; index <= 128; index += 1)
    driver.given({ id: `${index}`, at: index, group: `g${index}`, value: 100 });
  driver.given({ id: 'forgotten', at: 200, group: 'g0', value: 1 }, { id: 'known', at: 201, group: 'g2', value: 1 });
  expect(driver.causes).toEqual(['known']);
});

test('what throws leaves the value before it as it was', () => {
  const rule: ChangeRule<Happening> = {
    ...drops,
    message: ({ id }) => {
      if (id === 'e1') throw new Error('no words');
      return id;
    },
  };
  const driver = new RuleDriver(rule).given(...series(100));
  expect(() => driver.given({ id: 'e1', at: 1, value: 50 })).toThrow('no words');
  expect(driver.given({ id: 'e2', at: 2, value: 60 }).findings).toMatchObject([
    { values: { previous: 100 }, message: 'e2' },
  ]);
});
