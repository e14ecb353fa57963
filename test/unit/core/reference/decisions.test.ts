import { describe, expect, it } from 'vitest';
import { count, sum } from '../../../../core/analysis/aggregate.ts';
import type { Analysis } from '../../../../core/analysis/analysis.ts';
import type { Decider, DeciderInput } from '../../../../core/analysis/decision.ts';
import { decisionDifferences } from '../../../../core/reference/decision-differences.ts';
import { decisionsOf } from '../../../../core/reference/decisions.ts';
import { NOON, type Trade, tradesAt, tradesPipeline } from '../../../support/analysis/trades.ts';

const decider: Decider<Trade> = {
  name: 'gate',
  where: ({ kind }) => kind === 'buy',
  windows: ['sliding', 'visits', 'refunds'],
  alertsWithinSeconds: 30,
  decide: () => ({ decision: 'allow', reasons: [] }),
};
const aggregates = { n: count<Trade>(), total: sum(({ amount }: Trade) => amount) };
const analysis: Partial<Analysis<Trade>> = {
  latenessSeconds: 10,
  windows: [
    { name: 'sliding', kind: 'hopping', sizeSeconds: 30, hopSeconds: 10, aggregates },
    { name: 'visits', kind: 'session', gapSeconds: 10, aggregates },
    { name: 'refunds', kind: 'tumbling', sizeSeconds: 60, where: ({ kind }) => kind === 'refund', aggregates },
  ],
  rules: [
    { name: 'busy', kind: 'window', window: 'visits', when: ({ events }) => events > 1, message: () => 'busy' },
    {
      ...{ name: 'large', kind: 'threshold', severity: 'critical', where: ({ amount }) => Number(amount) > 50 },
      ...{ values: () => ({}), message: () => 'large' },
    },
    {
      ...{ name: 'stolen', kind: 'sequence', eager: true, withinSeconds: 20, message: () => 'stolen' },
      steps: [
        { name: 'fail', where: ({ kind }) => kind === 'fail' },
        { name: 'buy', where: ({ kind }) => kind === 'buy' },
      ],
    },
    { name: 'silent', kind: 'silence', afterSeconds: 10 },
  ],
};

/** What a decider is given by the reference, and the decisions. */
function decided(planned: Parameters<typeof tradesAt>[0], over: Partial<Decider<Trade>> = {}) {
  const given: DeciderInput<Trade>[] = [];
  const asked: Decider<Trade> = {
    ...decider,
    ...over,
    decide(input) {
      given.push(input);
      return (over.decide ?? decider.decide)(input);
    },
  };
  return { given, decisions: decisionsOf(tradesPipeline({ ...analysis, decider: asked }), tradesAt(planned)) };
}

describe('decisions by the reference', () => {
  it('go by the windows as they were with the event', () => {
    const { given } = decided([
      { at: 12, amount: 1 },
      { at: 14, amount: 2, kind: 'refund' },
      { at: 16, amount: 4 },
    ]);
    const [first, second] = given.map(({ windows }) => windows);
    expect(first).toMatchObject({ sliding: { start: NOON - 10_000, events: 1 }, visits: { events: 1 } });
    expect(second).toMatchObject({ sliding: { values: { n: 3, total: 7 }, final: false }, visits: { events: 3 } });
    expect(second?.refunds).toBeUndefined();
  });

  it('go by alerts that the event raised, after those of earlier events that lie near enough', () => {
    const { given } = decided([
      { at: 0, kind: 'other', amount: 60 },
      { at: 8, amount: 70 },
      { at: 35, kind: 'other', amount: 80 },
      { at: 38 },
    ]);
    expect(given.map(({ alerts }) => alerts.map(({ rule, at }) => `${rule} ${(at - NOON) / 1000}`))).toEqual([
      ['large 0', 'busy 0', 'large 8'],
      ['busy 0', 'large 8', 'large 35', 'busy 35'],
    ]);
  });

  it('go by a sequence with the event that was missing, whichever came last', () => {
    const { given } = decided([{ at: 10 }, { at: 5, kind: 'fail', arrived: 11 }, { at: 12, arrived: 30 }], {
      alertsWithinSeconds: 0,
    });
    expect(given.map(({ alerts }) => alerts.map(({ rule }) => rule))).toEqual([[], ['stolen']]);
  });

  it('are about applied events alone, and only those that are wanted', () => {
    const planned = [{ at: 20 }, { at: 20, id: 'e0' }, { at: 1 }, { at: 21 }] as const;
    expect(decided(planned).decisions.map(({ eventId }) => eventId)).toEqual(['e0', 'e3']);
    const last = { isWanted: ({ position }: { position: { sequence: string } }) => position.sequence === '103' };
    const pipeline = tradesPipeline({ ...analysis, decider });
    expect(decisionsOf(pipeline, tradesAt(planned), last)).toMatchObject([{ eventId: 'e3', decision: 'allow' }]);
  });

  it('are reviews where the decider fails, in whatever words', () => {
    const fails = (decide: unknown) => decided([{ at: 0 }], { decide } as Partial<Decider<Trade>>).decisions;
    const thrown = fails(() => {
      throw new Error('no');
    });
    for (const decisions of [thrown, fails(() => ({ decision: 'deny', reasons: ['x'] })), fails(() => undefined)]) {
      expect(decisions).toMatchObject([{ decision: 'review' }]);
      expect(decisions[0]).not.toHaveProperty('reasons');
    }
  });
});

describe('the comparison of decisions', () => {
  const [expected] = decided([{ at: 0 }], {
    decide: () => ({ decision: 'review', score: 0.3, reasons: ['a'] }),
  }).decisions;
  if (!expected) throw new Error('no decision');
  const found = { ...expected, reasons: expected.reasons ?? [] };

  it('finds nothing where all is the same, but for the rounding of a score', () => {
    expect(decisionDifferences([expected], [{ ...found, score: 0.1 + 0.2 }])).toEqual([]);
  });

  it('names what is wrong, missing or not called for', () => {
    const wrong = { ...found, decision: 'allow', score: 0.31, reasons: ['b'] } as const;
    expect(decisionDifferences([expected], [wrong]).map(({ what }) => what)).toEqual([
      'has decision "allow" instead of "review"',
      'has score 0.31 instead of 0.3',
      'has reasons ["b"] instead of ["a"]',
    ]);
    expect(decisionDifferences([expected], [])).toEqual([
      {
        of: expect.stringMatching(/^decision about e0 of anna that arrived at 2026-11-22T12:00:00/),
        what: 'is missing',
      },
    ]);
    expect(decisionDifferences([], [found])).toMatchObject([{ what: 'is there, and no event calls for it' }]);
  });
});
