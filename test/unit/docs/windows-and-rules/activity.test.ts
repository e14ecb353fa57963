import { expect, test } from 'vitest';
import { testKit } from '../../../../core/analysis/testing/test-kit.ts';
import pipeline, { type Activity } from './activity.ts';

let events = 0;

/** Something that a user does, at a time of 1 March 2026. */
function doing(action: Activity['action'], time: string, amount?: number): Activity {
  events += 1;
  const timestamp = `2026-03-01T${time}.000Z`;
  return { event_id: `e${events}`, user_id: 'ana', action, timestamp, ...(amount !== undefined && { amount }) };
}

const purchases = (count: number, amount: number) =>
  Array.from({ length: count }, (_, index) => doing('purchase', `12:00:${10 + index}`, amount));

const paid = doing('payment', '12:14:00');

test('suspicious_activity: more than 10 transactions in 5 min', () => {
  // #region count-test
  testKit(pipeline)
    .given(purchases(10, 1))
    .expectAlerts([])
    .given(doing('purchase', '12:04:59', 1))
    .expectAlerts([{ rule: 'suspicious-activity', key: 'ana', values: { transaction_count: 11, total_amount: 11 } }])
    .given(doing('purchase', '12:04:59', 1))
    .expectAlerts([]);
  // #endregion
});

test('suspicious_activity: or more than 5,000 in all; the next window begins at 0', () => {
  testKit(pipeline)
    .given([doing('purchase', '12:00:00', 5000), doing('purchase', '12:05:00', 5000), paid])
    .expectAlerts([
      { rule: 'high-spending', window: { start: '2026-03-01T11:56:00Z' } },
      { rule: 'high-spending', window: { start: '2026-03-01T12:01:00Z' } },
    ])
    .given(doing('purchase', '12:14:10', 5000.01))
    .expectAlerts([
      { rule: 'high-spending' },
      { rule: 'suspicious-activity', window: { start: '2026-03-01T12:10:00Z', end: '2026-03-01T12:15:00Z' } },
    ]);
});

test('more than 1,000 in a window of 5 min that hops by 1 min', () => {
  const kit = testKit(pipeline)
    .given([doing('purchase', '12:03:30', 600), doing('purchase', '12:07:30', 400)])
    .expectAlerts([])
    .given(doing('purchase', '12:07:31', 0.01))
    .expectAlerts([
      {
        rule: 'high-spending',
        message: 'ana has spent 1000.01 within 5 min',
        window: { start: '2026-03-01T12:03:00Z', end: '2026-03-01T12:08:00Z' },
      },
    ]);
  expect(kit.rows('spending_5m')).toHaveLength(9);
});

// #region sequence-test
const stolen = [
  doing('login_failed', '12:00:00'),
  doing('login_success', '12:03:00'),
  doing('purchase', '12:10:00', 500.5),
];

test('login_failed, login_success, then a purchase of more than 500 within 10 min', () => {
  testKit(pipeline)
    .given(stolen)
    .given(paid)
    .expectAlerts([
      {
        rule: 'stolen-account',
        severity: 'critical',
        at: '2026-03-01T12:10:00Z',
        values: { amount: 500.5 },
        events: stolen.map(({ event_id }) => event_id),
      },
    ]);
});
// #endregion

test('… whatever the order in which they arrive within the lateness', () => {
  const [failed, success, purchase] = [
    doing('login_failed', '12:00:00'),
    doing('login_success', '12:00:30'),
    doing('purchase', '12:00:59', 501),
  ];
  testKit(pipeline)
    .given([purchase, success, failed])
    .expectAlerts([])
    .advance('1m')
    .expectAlerts([])
    .advance('1s')
    .expectAlerts([{ rule: 'stolen-account', events: [failed, success, purchase].map(({ event_id }) => event_id) }]);
});

test('… but not after more than 10 min, nor of 500, nor without the failed login', () => {
  const kit = (...given: readonly Activity[]) =>
    testKit(pipeline)
      .given([...given, paid])
      .expectAlerts([]);
  kit(doing('login_failed', '12:00:00'), doing('login_success', '12:03:00'), doing('purchase', '12:10:01', 501));
  kit(doing('login_failed', '12:00:00'), doing('login_success', '12:03:00'), doing('purchase', '12:04:00', 500));
  kit(doing('login_success', '12:03:00'), doing('purchase', '12:04:00', 501));
});

test('purchases are decided about, one by one', () => {
  // #region decision-test
  testKit(pipeline)
    .given(doing('purchase', '12:00:00', 20))
    .expectDecisions([{ decision: 'allow', score: 0.004 }])
    .given([doing('purchase', '12:00:10', 1500), doing('login_success', '12:00:15')])
    .expectDecisions([{ decision: 'review', reasons: ['a purchase for 1500'] }])
    .given([doing('purchase', '12:00:20', 4000), doing('purchase', '12:08:00', 5)])
    .expectDecisions([
      { decision: 'block', score: 1, reasons: [/suspicious/] },
      { decision: 'block', score: 0.001 },
    ]);
  // #endregion
});

test('a purchase that is not followed by a payment', () => {
  // #region negation-test
  testKit(pipeline)
    .given(doing('purchase', '12:00:00', 20))
    .advance('16m')
    .expectAlerts([])
    .advance('1s')
    .expectAlerts([{ rule: 'unpaid' }]);
  testKit(pipeline)
    .given([doing('purchase', '12:00:00', 20), paid])
    .settle()
    .expectAlerts([]);
  // #endregion
});
