import { describe, expect, it } from 'vitest';
import { testKit } from '../../../../core/analysis/testing/test-kit.ts';
import { bind } from '../../../../core/cql.ts';
import payments from '../../../../pipelines/payments.ts';
import { did, purchases, START } from './did.ts';

const kit = () => testKit(payments, { now: START });

describe('payments: high-velocity (ksqlDB)', () => {
  it('is raised by the eleventh purchase within five minutes by the clock, once', () => {
    kit()
      .given(purchases(10, 1))
      .expectAlerts([])
      .given(purchases(2, 1, 10))
      .expectAlerts([
        {
          rule: 'high-velocity',
          key: 'user_123',
          severity: 'warning',
          at: START,
          message: 'High velocity transactions detected: user_123 bought 11 times for 11 within 5 min',
          values: { transaction_count: 11, total_spent: 11 },
        },
      ]);
  });

  it('is raised by more than 5000 in all, and not by 5000', () => {
    kit()
      .given(did(0, { amount: 5000 }))
      .expectAlerts([{ rule: 'suspicious-activity' }])
      .given(did(1, { amount: 0.01 }))
      .expectAlerts([{ rule: 'high-velocity', values: { transaction_count: 2 } }]);
  });

  it('counts each user by himself, and no window with the next', () => {
    kit()
      .given([...purchases(6, 1, 290), ...purchases(6, 1, 300), ...purchases(6, 1, 300, 'user_456')])
      .expectAlerts([]);
  });
});

describe('payments: suspicious-activity (Spark)', () => {
  it('is raised by more than 1000 within any five minutes that begin at a full minute, once in five minutes', () => {
    kit()
      .given([did(290, { amount: 1000 }), did(310, { amount: 1 })])
      .expectAlerts([{ rule: 'suspicious-activity', values: { total_spent: 1001, transaction_count: 2 } }])
      .given(did(320, { amount: 1 }))
      .expectAlerts([]);
  });

  it('is not raised by what is looked at, or given back', () => {
    kit()
      .given([did(0, { action: 'view_product', amount: 5000 }), did(1, { action: 'refund', amount: 5000 })])
      .settle()
      .expectAlerts([]);
  });
});

describe('payments: account-takeover (complex event processing)', () => {
  const steps = (amount: number, ...between: object[]) => [
    did(0, { action: 'login_failed' }),
    did(60, { action: 'login_success' }),
    ...between,
    did(120, { amount }),
  ];

  it('is raised at once by login_failed, login_success, then a purchase of more than 500', () => {
    kit()
      .given(steps(500.5))
      .expectAlerts([
        {
          rule: 'account-takeover',
          key: 'user_123',
          severity: 'critical',
          at: START + 120_000,
          values: { amount: 500.5 },
          message: 'user_123 bought for 500.5 after a failed login',
        },
      ]);
  });

  it('lets views lie between, which the course’s lag would not', () => {
    kit()
      .given(steps(501, did(70, { action: 'view_product' })))
      .expectAlerts([{ rule: 'account-takeover' }]);
  });

  it('is not raised by 500, by another order, after ten minutes, or by another user', () => {
    kit().given(steps(500)).settle().expectAlerts([]);
    kit()
      .given([did(0, { action: 'login_success' }), did(1, { action: 'login_failed' }), did(2, { amount: 501 })])
      .settle()
      .expectAlerts([]);
    kit()
      .given([did(0, { action: 'login_failed' }), did(1, { action: 'login_success' }), did(601, { amount: 501 })])
      .settle()
      .expectAlerts([]);
    kit()
      .given([did(0, { action: 'login_failed' }, 'a'), did(1, { action: 'login_success' }), did(2, { amount: 501 })])
      .settle()
      .expectAlerts([]);
  });
});

describe('payments: amount-jump', () => {
  it('is raised by ten times the purchase before, whatever else was done between', () => {
    kit()
      .given([did(0, { amount: 25 }), did(1, { action: 'view_product', amount: 3 }), did(2, { amount: 249.99 })])
      .expectAlerts([])
      .given([did(3, { amount: 30 }), did(4, { amount: 300 })])
      .expectAlerts([
        {
          rule: 'amount-jump',
          values: { value: 300, previous: 30 },
          message: 'user_123 bought for 300, the time before for 30',
        },
      ]);
  });

  it('is not raised by the step from a coffee to a lunch', () => {
    kit()
      .given([did(0, { amount: 1.8 }), did(1, { amount: 19 }), did(2, { amount: 190 })])
      .expectAlerts([]);
  });
});

describe('payments: rows of fraud_alerts', () => {
  const rowsOf = (events: readonly object[]) =>
    kit()
      .given(events)
      .alerts.map((alert) => {
        const { toRow, table } = payments.analysis?.alertTable ?? {};
        const row = toRow?.(alert);
        if (!row || !table) throw new Error('no row');
        expect(() => bind(table, row)).not.toThrow();
        return row;
      });

  it('have the course’s words and numbers for a high velocity', () => {
    const [row] = rowsOf(purchases(11, 0.1));
    expect(row).toEqual({
      user_id: 'user_123',
      day: '2026-11-22',
      timestamp: new Date(START),
      alert_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      alert_type: 'High velocity transactions detected',
      rule: 'high-velocity',
      severity: 'warning',
      amount: null,
      transaction_count: 11,
      total_amount: 1.1,
      window_start: new Date(START),
      transactions: [expect.any(String)],
    });
  });

  it('have user, time and amount of a sequence and of a jump, and their events', () => {
    const events = [
      did(0, { action: 'login_failed' }),
      did(1, { action: 'login_success' }),
      did(2, { amount: 50 }),
      did(3, { amount: 510 }),
    ] as { transaction_id: string }[];
    const [failed, success, usual, high] = events.map(({ transaction_id }) => transaction_id);
    expect(rowsOf(events)).toMatchObject([
      {
        rule: 'account-takeover',
        amount: 510,
        timestamp: new Date(START + 3000),
        transactions: [failed, success, high],
      },
      { rule: 'amount-jump', amount: 510, timestamp: new Date(START + 3000), transactions: [usual, high] },
    ]);
  });
});
