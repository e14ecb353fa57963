import { expect, test } from 'vitest';
import type { Verdict } from '../../../../../core/analysis/decision.ts';
import { checkedVerdict } from '../../../../../core/analysis/decisions/checked-verdict.ts';

const check = (given: unknown) => checkedVerdict(() => given as Verdict);

test.each<Verdict>([
  { decision: 'allow', reasons: [] },
  { decision: 'allow', score: 0, reasons: ['usual'] },
  { decision: 'review', reasons: ['new device', 'night'] },
  { decision: 'block', score: 1, reasons: ['stolen'] },
])('keeps %j', (verdict) => {
  expect(check(verdict)).toEqual(verdict);
});

test('what throws is for a person to look at', () => {
  const verdict = checkedVerdict(() => {
    throw new TypeError('no amount');
  });
  expect(verdict).toEqual({ decision: 'review', reasons: ['decide threw TypeError: no amount'] });
});

test.each<[unknown, string]>([
  [undefined, 'decide gave no decision of allow, review, block (received nothing)'],
  [null, 'decide gave no decision'],
  ['allow', 'decide gave no decision'],
  [{ decision: 'deny', reasons: ['x'] }, 'decide gave no decision of allow, review, block (received "deny")'],
  [
    { decision: 'allow', reasons: [], score: Number.NaN },
    'decide gave a score that is no finite number (received NaN)',
  ],
  [{ decision: 'allow' }, 'decide gave reasons that are no list of text'],
  [{ decision: 'allow', reasons: [7] }, 'decide gave reasons that are no list of text'],
])('makes a review of %o', (given, reason) => {
  const verdict = check(given);
  expect(verdict.decision).toBe('review');
  expect(verdict.reasons[0]).toContain(reason);
  expect(verdict).not.toHaveProperty('score');
});

test('a block stays one, whatever else is wrong', () => {
  expect(check({ decision: 'block', score: Number.POSITIVE_INFINITY, reasons: [] })).toEqual({
    decision: 'block',
    reasons: ['decide gave a score that is no finite number (received Infinity)', 'decide gave no reason'],
  });
});

test('reasons are bounded, and a score is as JSON gives it back', () => {
  const { reasons, score } = check({ decision: 'review', score: -0, reasons: Array(20).fill('x'.repeat(500)) });
  expect(reasons).toHaveLength(10);
  expect(new Set(reasons.map(({ length }) => length <= 201))).toEqual(new Set([true]));
  expect(Object.is(score, 0)).toBe(true);
});
