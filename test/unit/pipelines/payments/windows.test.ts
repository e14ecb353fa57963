import { describe, expect, it } from 'vitest';
import { testKit } from '../../../../core/analysis/testing/test-kit.ts';
import { bind } from '../../../../core/cql.ts';
import payments from '../../../../pipelines/payments.ts';
import { did, purchases, START } from './did.ts';

const rowsOf = (name: string, events: readonly object[]) => {
  const window = payments.analysis?.windows.find((declared) => declared.name === name);
  if (!window?.table) throw new Error(`no window ${name}`);
  const { table, toRow } = window.table;
  return testKit(payments, { now: START })
    .given(events)
    .rows(name)
    .flatMap((result) => {
      const row = toRow(result);
      if (row) expect(() => bind(table, row)).not.toThrow();
      return row ? [row] : [];
    });
};

describe('payments: suspicious_activity', () => {
  it('has the course’s columns, of purchases alone', () => {
    const others = [
      did(1, { action: 'view_product', amount: 9000 }),
      did(2, { action: 'refund', amount: 9000 }),
      did(3, { action: 'login' }),
    ];
    expect(rowsOf('transactions_5m', [...others, ...purchases(3, 2000.1, 10)])).toEqual([
      {
        user_id: 'user_123',
        day: '2026-11-22',
        window_start: new Date(START),
        window_name: 'transactions_5m',
        window_end: new Date(START + 300_000),
        total_spent: 6000.3,
        transaction_count: 3,
        final: false,
      },
    ]);
  });

  it('takes HAVING COUNT(*) > 10 OR SUM(amount) > 5000 by the letter', () => {
    expect(rowsOf('transactions_5m', purchases(10, 1))).toEqual([]);
    expect(rowsOf('transactions_5m', purchases(11, 1))).toMatchObject([{ transaction_count: 11, total_spent: 11 }]);
    expect(rowsOf('transactions_5m', purchases(10, 500))).toEqual([]);
    expect(rowsOf('transactions_5m', purchases(2, 2500.01))).toMatchObject([{ total_spent: 5000.02 }]);
  });

  it('is not taken in by sums of binary fractions', () => {
    const thousand = [371.91, 54.57, 175.8, 397.72].map((amount, n) => did(n, { amount }));
    const [window] = testKit(payments, { now: START }).given(thousand).rows('spending_5m');
    expect(window?.values.total_spent).toBe(1000.0000000000001);
    expect(rowsOf('spending_5m', thousand)).toEqual([]);
    expect(rowsOf('spending_5m', [...thousand, did(5, { amount: 0.01 })])).toMatchObject(
      Array.from({ length: 5 }, () => ({ total_spent: 1000.01 })),
    );
  });

  it('takes total_spent > 1000 within 5 min, every minute', () => {
    const rows = rowsOf('spending_5m', [did(70, { amount: 600 }), did(200, { amount: 500 })]);
    expect(rows.map((row) => row.window_start)).toEqual([-60, 0, 60].map((s) => new Date(START + s * 1000)));
    expect(rows).toMatchObject([
      { total_spent: 1100, transaction_count: 2 },
      { total_spent: 1100, transaction_count: 2 },
      { total_spent: 1100, transaction_count: 2 },
    ]);
  });
});

describe('payments: user_sessions', () => {
  it('ends after half an hour in which nothing is done', () => {
    const rows = rowsOf('user_sessions', [
      did(0, { action: 'login_failed', ip: '10.0.0.1', device: 'mobile' }),
      did(30, { action: 'login_success', ip: '10.0.0.2', device: 'mobile' }),
      did(60, { amount: 20.1, merchant: 'cafe_sur', ip: '10.0.0.2', device: 'mobile' }),
      did(90, { amount: 20.2, merchant: 'books_lumen', ip: '10.0.0.2', device: 'laptop' }),
      did(90 + 1799, { action: 'logout' }),
      did(90 + 3599, { action: 'login' }),
      did(60, { action: 'login' }, 'user_456'),
    ]);
    expect(rows).toMatchObject([
      {
        user_id: 'user_123',
        session_start: new Date(START),
        session_end: new Date(START + (90 + 1799 + 1800) * 1000),
        actions: 5,
        failed_logins: 1,
        transaction_count: 2,
        total_spent: 40.3,
        merchants: 2,
        ips: 2,
        devices: 2,
        final: false,
      },
      { user_id: 'user_456', actions: 1, final: true },
      { user_id: 'user_123', actions: 1, transaction_count: 0, total_spent: 0, final: false },
    ]);
  });
});
