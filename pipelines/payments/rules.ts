import type { Alert, AlertProjection } from '../../core/analysis/alert.ts';
import type { Rule } from '../../core/analysis/rule.ts';
import { rounded } from './amount.ts';
import { isPurchase, type PaymentEvent, spent } from './event.ts';
import { jump, suspicious, takeover } from './settings.ts';
import { dayOf, fraudAlerts } from './tables.ts';
import { isFast, isHigh, totalOf } from './windows.ts';

/** What `fraud_alerts` and decisions call an alert of a rule, in the course's words where it has some. */
export const alertTypes: Readonly<Record<string, string>> = {
  'high-velocity': 'High velocity transactions detected',
  'suspicious-activity': 'Suspicious spending detected',
  'account-takeover': 'Failed login, login, high purchase',
  'amount-jump': 'Amount far above the one before',
};

export const rules: readonly Rule<PaymentEvent>[] = [
  {
    kind: 'window',
    name: 'high-velocity',
    window: 'transactions_5m',
    severity: 'warning',
    when: isFast,
    message: (result) =>
      `${alertTypes['high-velocity']}: ${result.key} bought ${result.values.transaction_count} times for ${totalOf(result)} within 5 min`,
  },
  {
    kind: 'window',
    name: 'suspicious-activity',
    window: 'spending_5m',
    severity: 'warning',
    cooldownSeconds: suspicious.cooldownSeconds,
    when: isHigh,
    message: (result) => `${result.key} spent ${totalOf(result)} within 5 min, over ${suspicious.spent}`,
  },
  {
    kind: 'sequence',
    name: 'account-takeover',
    severity: 'critical',
    steps: [
      { name: 'failed', where: ({ action }) => action === 'login_failed' },
      { name: 'success', where: ({ action }) => action === 'login_success' },
      { name: 'purchase', where: (event) => (spent(event) ?? 0) > takeover.amount },
    ],
    withinSeconds: takeover.withinSeconds,
    // A minute of waiting for the watermark is a minute too late to stop a payment.
    eager: true,
    values: ([, , purchase]) => ({ amount: purchase?.amount ?? null }),
    message: ([, , purchase]) => `${purchase?.user_id} bought for ${purchase?.amount} after a failed login`,
  },
  {
    kind: 'change',
    name: 'amount-jump',
    severity: 'warning',
    rise: jump.rise,
    of: spent,
    where: (event) => isPurchase(event) && (event.amount ?? 0) >= jump.least,
    message: ({ user_id }, { value, previous }) => `${user_id} bought for ${value}, the time before for ${previous}`,
  },
];

/** Every alert, by user and day, with the columns of both of the course's `fraud_alerts`: ksqlDB's and Spark's. */
export const alertTable: AlertProjection = {
  table: fraudAlerts,
  toRow: ({ id, key, at, rule, severity, values, events, window }: Alert) => ({
    user_id: key,
    day: dayOf(at),
    timestamp: new Date(at),
    alert_id: id,
    alert_type: alertTypes[rule] ?? rule,
    rule,
    severity,
    amount: values.amount ?? values.value ?? null,
    transaction_count: values.transaction_count ?? null,
    total_amount: typeof values.total_spent === 'number' ? rounded(values.total_spent) : null,
    window_start: window ? new Date(window.start) : null,
    transactions: [...events],
  }),
};
