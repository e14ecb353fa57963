import { expect, test } from 'vitest';
import type { AnomalyRule } from '../../../../../core/analysis/rule.ts';
import { type Happening, RuleDriver } from '../../../../support/analysis/rule-driver.ts';

const unusual: AnomalyRule<Happening> = { kind: 'anomaly', name: 'unusual', of: ({ value }) => value, warmUp: 4 };
const series = (...values: readonly (number | null)[]) =>
  values.map((value, index): Happening => ({ id: `e${index}`, at: index, value }));

test('a value more than so many deviations away from the mean of those before it', () => {
  const values = (last: number) =>
    new RuleDriver({ ...unusual, deviations: 3 }).given(...series(8, 12, 8, 12, last)).findings;
  expect(values(16)).toEqual([]);
  expect(values(16.01)).toEqual([
    {
      cause: 'e4',
      at: 4000,
      message: '16.01 is unusual: the mean is 10, the deviation 2',
      values: { value: 16.01, mean: 10, deviation: 2, score: (16.01 - 10) / 2 },
      events: ['e4'],
      group: '',
    },
  ]);
});

test('nothing is judged before as many values as the warm-up asks for; 30 where nothing is said', () => {
  expect(new RuleDriver(unusual).given(...series(8, 12, 10, 1000)).causes).toEqual([]);
  const { warmUp, ...byDefault } = unusual;
  const thirty = Array.from({ length: 29 }, (_, index) => 10 + (index % 2));
  expect(new RuleDriver(byDefault).given(...series(...thirty, 1000)).causes).toEqual([]);
  expect(new RuleDriver(byDefault).given(...series(...thirty, 10, 1000)).causes).toEqual(['e30']);
});

test('the first values weigh the same, then each new one as declared', () => {
  const driver = new RuleDriver({ ...unusual, weight: 0.5, deviations: 0.001 }).given(...series(8, 12, 8, 12, 100));
  // Weights 1, 1/2, 1/2, 1/2: means 8, 10, 9, 10.5; variances 0, 4, 3, 3.75.
  expect(driver.findings[0]?.values).toMatchObject({ mean: 10.5, deviation: Math.sqrt(3.75) });
});

test('an unusual value is taken in too: what stays becomes usual', () => {
  const driver = new RuleDriver(unusual).given(...series(8, 12, 8, 12, 50, 50, 50, 50, 50, 50));
  expect(driver.causes).toEqual(['e4']);
});

test('after a constant series any other value is unusual, unless less than a least deviation is no deviation', () => {
  const constant = series(20, 20, 20, 20, 20.1);
  expect(new RuleDriver(unusual).given(...constant).findings[0]?.values).toEqual({
    value: 20.1,
    mean: 20,
    deviation: 0,
    score: null,
  });
  expect(new RuleDriver({ ...unusual, minDeviation: 0.1 }).given(...constant).causes).toEqual([]);
  expect(new RuleDriver({ ...unusual, minDeviation: 0.02 }).given(...constant).causes).toEqual(['e4']);
  expect(new RuleDriver(unusual).given(...series(20, 20, 20, 20, 20)).causes).toEqual([]);
});

test('what is no finite number, or has no square that is one, is passed over', () => {
  const odd = [null, Number.NaN, Number.NEGATIVE_INFINITY, 1e151];
  expect(new RuleDriver(unusual).given(...series(8, 12, 8, ...odd, 12, 10, ...odd, 50)).causes).toEqual(['e13']);
});

test('groups have means of their own; `where` chooses the events', () => {
  const rule: AnomalyRule<Happening> = {
    ...unusual,
    groupBy: ({ group = '' }) => group,
    where: ({ type }) => type !== 'calibration',
  };
  const driver = new RuleDriver(rule);
  for (let at = 0; at < 10; at += 1) {
    driver.given(
      { id: `a${at}`, at, group: 'a', value: at % 2 },
      { id: `b${at}`, at, group: 'b', value: 500 + (at % 2) },
    );
  }
  driver.given(
    { id: 'x', at: 10, group: 'a', value: 500, type: 'calibration' },
    { id: 'y', at: 10, group: 'a', value: 500 },
  );
  expect(driver.causes).toEqual(['y']);
  expect(driver.findings[0]?.message).toMatch(/^a 500 is unusual/);
});
