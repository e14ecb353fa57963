import Type, { type Static } from 'typebox';
import { count, sum } from '../../../../core/analysis/aggregate.ts';
import { definePipeline } from '../../../../core/define-pipeline.ts';

const schema = Type.Object({
  event_id: Type.String({ format: 'id' }),
  user_id: Type.String({ minLength: 1 }),
  action: Type.Enum(['login_failed', 'login_success', 'purchase', 'payment']),
  amount: Type.Optional(Type.Number({ minimum: 0 })),
  timestamp: Type.String({ format: 'instant' }),
});

export type Activity = Static<typeof schema>;

const isPurchase = ({ action }: Activity) => action === 'purchase';

/** What users of a shop do: the course's `transactions`. */
export default definePipeline<Activity>({
  name: 'activity',
  stream: { name: 'transactions' },
  schema,
  partitionKey: (event) => event.user_id,
  analysis: {
    latenessSeconds: 60,
    windows: [
      // #region windows
      {
        kind: 'tumbling',
        name: 'transactions_5m',
        sizeSeconds: 300,
        where: isPurchase,
        aggregates: { transaction_count: count(), total_amount: sum(({ amount }) => amount) },
      },
      {
        kind: 'hopping',
        name: 'spending_5m',
        sizeSeconds: 300,
        hopSeconds: 60,
        where: isPurchase,
        aggregates: { total_spent: sum(({ amount }) => amount) },
      },
      // #endregion
    ],
    rules: [
      // #region suspicious-activity
      {
        kind: 'window',
        name: 'suspicious-activity',
        window: 'transactions_5m',
        when: ({ values }) => Number(values.transaction_count) > 10 || Number(values.total_amount) > 5000,
        message: ({ key, values }) => `${key}: ${values.transaction_count} transactions, ${values.total_amount} in all`,
      },
      // #endregion
      // #region high-spending
      {
        kind: 'window',
        name: 'high-spending',
        window: 'spending_5m',
        when: ({ values }) => Number(values.total_spent) > 1000,
        cooldownSeconds: 300,
        message: ({ key, values }) => `${key} has spent ${values.total_spent} within 5 min`,
      },
      // #endregion
      // #region stolen-account
      {
        kind: 'sequence',
        name: 'stolen-account',
        severity: 'critical',
        steps: [
          { name: 'failed', where: ({ action }) => action === 'login_failed' },
          { name: 'success', where: ({ action }) => action === 'login_success' },
          { name: 'purchase', where: ({ action, amount = 0 }) => action === 'purchase' && amount > 500 },
        ],
        withinSeconds: 600,
        values: ([, , purchase]) => ({ amount: purchase?.amount ?? null }),
        message: ([, , purchase]) => `${purchase?.user_id} bought for ${purchase?.amount} after a failed login`,
      },
      // #endregion
      // #region unpaid
      {
        kind: 'sequence',
        name: 'unpaid',
        severity: 'info',
        steps: [{ name: 'purchase', where: isPurchase }],
        withinSeconds: 600,
        notFollowedBy: { where: ({ action }) => action === 'payment', withinSeconds: 900 },
        message: ([purchase]) => `${purchase?.event_id} has not been paid within 15 min`,
      },
      // #endregion
    ],
    // #region decider
    decider: {
      name: 'purchases',
      where: isPurchase,
      windows: ['transactions_5m'],
      alertsWithinSeconds: 600,
      decide({ event: { amount = 0 }, windows: { transactions_5m: recent }, alerts }) {
        const score = Math.min(1, Number(recent?.values.total_amount) / 5000);
        if (alerts.some(({ rule }) => rule === 'suspicious-activity'))
          return { decision: 'block', score, reasons: ['suspicious activity within 10 min'] };
        if (amount > 1000) return { decision: 'review', score, reasons: [`a purchase for ${amount}`] };
        return { decision: 'allow', score, reasons: [] };
      },
    },
    // #endregion
  },
});
