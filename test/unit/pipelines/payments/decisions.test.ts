import { describe, expect, it } from 'vitest';
import { testKit } from '../../../../core/analysis/testing/test-kit.ts';
import { pipelineNamed } from '../../../../pipelines/index.ts';
import { labelledEvents } from '../../../../pipelines/payments/generator/labelled.ts';
import { fraudThresholds } from '../../../../pipelines/payments/score.ts';
import payments from '../../../../pipelines/payments.ts';
import { did, purchases, START } from './did.ts';

const kit = () => testKit(payments, { now: START });

describe('payments: decisions', () => {
  it('are made about purchases alone, and let what raises nothing through', () => {
    kit()
      .given([did(0, { action: 'login' }), did(1, { amount: 20 }), did(2, { action: 'refund', amount: 20 })])
      .expectDecisions([{ decision: 'allow', key: 'user_123', reasons: [] }]);
  });

  it('ask for a person where a warning is raised, and for ten minutes after it', () => {
    kit()
      .given(did(0, { amount: 1200 }))
      .expectDecisions([{ decision: 'review', reasons: [/^suspicious-activity: Suspicious/, /^fraud-\d+ scores/] }])
      .given(did(600, { amount: 30 }))
      .expectDecisions([{ decision: 'review', reasons: [/^suspicious-activity/] }])
      .given(did(1201, { amount: 30 }))
      .expectDecisions([{ decision: 'allow' }]);
  });

  it('block who took an account over, and what he buys next, the worst reason first', () => {
    kit()
      .given([did(0, { action: 'login_failed' }), did(1, { action: 'login_success' }), did(2, { amount: 1500 })])
      .expectDecisions([
        {
          decision: 'block',
          reasons: [
            'account-takeover: Failed login, login, high purchase',
            'suspicious-activity: Suspicious spending detected',
            /^fraud-\d+ scores 0\.\d\d: amount 1500 \(usually \d+\)/,
          ],
        },
      ])
      .given(did(60, { amount: 3 }))
      .expectDecisions([{ decision: 'block' }])
      .given(did(60, { amount: 30 }, 'user_456'))
      .expectDecisions([{ decision: 'allow', key: 'user_456' }]);
  });

  it('name the numbers of a velocity as they are by then', () => {
    const words = (count: number) =>
      `high-velocity: High velocity transactions detected: ${count} purchases for ${count} within 5 min`;
    const { decisions } = kit().given(purchases(12, 1));
    const velocity = decisions.map(({ reasons }) => reasons.filter((reason) => reason.startsWith('high-velocity')));
    expect(velocity).toEqual([...Array.from({ length: 10 }, () => []), [words(11)], [words(12)]]);
  });

  it('block by score alone what no rule has a limit for: small amounts, one after the other, as cards are tried', () => {
    const { decisions, alerts } = kit().given(purchases(6, 1));
    expect(alerts).toEqual([]);
    expect(decisions.at(-1)).toMatchObject({ decision: 'block', model: expect.stringMatching(/^fraud-\d+$/) });
    expect(decisions.at(-1)?.score).toBeGreaterThan(fraudThresholds.block);
    expect(decisions.at(-1)?.reasons).toEqual([expect.stringMatching(/^fraud-\d+ scores 0\.\d\d: amount 1 \(usually/)]);
  });

  it('give every purchase a score, and no reason where it is allowed', () => {
    const { decisions } = kit().given([
      did(0, { action: 'login' }),
      did(60, { amount: 35.5, device: 'mobile-1', properties: { card: '1234', country: 'PE' } }),
    ]);
    const [decision] = decisions;
    expect(decision).toMatchObject({ decision: 'allow', reasons: [] });
    expect(decision?.score).toBeGreaterThan(0);
    expect(decision?.score).toBeLessThan(fraudThresholds.review);
  });

  it('are of all kinds in what the generator sends, and block more of the frauds than of the rest', () => {
    const labelled = [...labelledEvents({ seed: 3, users: 100, events: 1000, eventsPerSecond: 5, startAt: START })];
    const frauds = new Set(labelled.flatMap(({ event, fraud }) => (fraud ? event.transaction_id : [])));
    const { decisions } = testKit(pipelineNamed('payments')).given(labelled.map(({ event }) => event));
    const share = (isFraud: boolean) => {
      const of = decisions.filter(({ eventId }) => frauds.has(eventId) === isFraud);
      return of.filter(({ decision }) => decision !== 'allow').length / of.length;
    };
    expect(new Set(decisions.map(({ decision }) => decision))).toEqual(new Set(['allow', 'review', 'block']));
    expect(share(true)).toBeGreaterThan(0.4);
    expect(share(false)).toBeLessThan(0.2);
  }, 30_000);
});
