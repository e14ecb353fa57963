import { expect, test } from 'vitest';
import type { ModelRule } from '../../../../../core/analysis/rule.ts';
import { type Happening, RuleDriver } from '../../../../support/analysis/rule-driver.ts';

const fraud: ModelRule<Happening> = {
  kind: 'model',
  name: 'fraud',
  model: 'fraud-2026-11',
  threshold: 0.9,
  score: ({ value }) => value ?? undefined,
};

test('a score of the threshold or more is an alert', () => {
  const driver = new RuleDriver(fraud).given(
    { id: 'a', at: 1, value: 0.899 },
    { id: 'b', at: 2, value: 0.9 },
    { id: 'c', at: 3 },
    { id: 'd', at: 4, value: Number.NaN },
  );
  expect(driver.findings).toEqual([
    {
      cause: 'b',
      at: 2000,
      message: 'fraud-2026-11 scores 0.9, 0.9 or more',
      values: { score: 0.9, threshold: 0.9 },
      events: ['b'],
    },
  ]);
});

test('what `where` leaves out is not scored', () => {
  const rule: ModelRule<Happening> = { ...fraud, where: () => false, score: () => Number.parseInt('no', 10) };
  expect(new RuleDriver(rule).given({ id: 'a', at: 1, value: 1 }).causes).toEqual([]);
});

test('the message may be the author’s', () => {
  const rule: ModelRule<Happening> = { ...fraud, message: ({ id }, { score }) => `${id}: ${score}` };
  expect(new RuleDriver(rule).given({ id: 'a', at: 1, value: 1 }).findings[0]?.message).toBe('a: 1');
});
