import { count, distinct, sum } from '../../core/analysis/aggregate.ts';
import type { Window, WindowProjection, WindowResult } from '../../core/analysis/window.ts';
import type { Row } from '../../core/table.ts';
import { rounded } from './amount.ts';
import { isPurchase, type PaymentEvent, spent } from './event.ts';
import { sessionGapSeconds, suspicious, velocity } from './settings.ts';
import { dayOf, suspiciousActivity, userSessions } from './tables.ts';

const purchases = { transaction_count: count(spent), total_spent: sum(spent) };

/** What was spent within a window, to the digits of the currency. */
export const totalOf = ({ values }: WindowResult): number => rounded(Number(values.total_spent ?? 0));

/** ksqlDB's `HAVING COUNT(*) > 10 OR SUM(amount) > 5000`. */
export const isFast = (result: WindowResult): boolean =>
  Number(result.values.transaction_count) > velocity.purchases || totalOf(result) > velocity.spent;

/** Spark's `filter(col("total_spent") > 1000)`. */
export const isHigh = (result: WindowResult): boolean => totalOf(result) > suspicious.spent;

/** Rows of the windows that are suspicious. One that is stays so: purchases are added to it and never taken away. */
function suspiciousRows(isSuspicious: (result: WindowResult) => boolean): WindowProjection {
  return {
    table: suspiciousActivity,
    toRow: (result) =>
      isSuspicious(result)
        ? {
            user_id: result.key,
            day: dayOf(result.start),
            window_start: new Date(result.start),
            window_name: result.window,
            window_end: new Date(result.end),
            total_spent: totalOf(result),
            transaction_count: Number(result.values.transaction_count),
            final: result.final,
          }
        : undefined,
  };
}

const sessionRow = (result: WindowResult): Row => ({
  ...result.values,
  user_id: result.key,
  day: dayOf(result.start),
  session_start: new Date(result.start),
  session_end: new Date(result.end),
  total_spent: totalOf(result),
  final: result.final,
});

export const windows: readonly Window<PaymentEvent>[] = [
  {
    name: 'transactions_5m',
    kind: 'tumbling',
    sizeSeconds: 300,
    where: isPurchase,
    aggregates: purchases,
    table: suspiciousRows(isFast),
  },
  {
    name: 'spending_5m',
    kind: 'hopping',
    sizeSeconds: 300,
    hopSeconds: 60,
    where: isPurchase,
    aggregates: purchases,
    table: suspiciousRows(isHigh),
  },
  {
    name: 'user_sessions',
    kind: 'session',
    gapSeconds: sessionGapSeconds,
    aggregates: {
      actions: count(),
      failed_logins: count(({ action }) => (action === 'login_failed' ? 1 : undefined)),
      ...purchases,
      merchants: distinct(({ merchant }) => merchant),
      ips: distinct(({ ip }) => ip),
      devices: distinct(({ device }) => device),
    },
    table: { table: userSessions, toRow: sessionRow },
  },
  // What is usual for the user: numbers only, since they stay longer than what they were counted of.
  {
    name: 'user_day',
    kind: 'tumbling',
    sizeSeconds: 86_400,
    where: isPurchase,
    aggregates: {
      purchases: count(spent),
      spent: sum(spent),
      devices: distinct(({ device }) => device),
      cards: distinct(({ properties }) => properties?.card),
      countries: distinct(({ properties }) => properties?.country),
    },
  },
];
