import { expect, test } from 'vitest';
import { testKit } from '../../../../core/analysis/testing/test-kit.ts';
import pipeline from './stocks.ts';

let events = 0;

function price(price: number, time: string) {
  events += 1;
  return { event_id: `p${events}`, symbol: 'ACME', price, ts: `2026-03-01T${time}.000Z` };
}

test('drops 5 %: against the price before it, once a minute', () => {
  // #region change-test
  testKit(pipeline)
    .given([price(100, '12:00:00'), price(96, '12:00:01'), price(91.2, '12:00:02'), price(50, '12:00:59')])
    .expectAlerts([{ rule: 'drop', values: { previous: 96, value: 91.2, change: -0.05 } }]);
  // #endregion
});

test('drops 5 %: against the window before it', () => {
  const kit = testKit(pipeline)
    .given([price(100, '12:00:00'), price(98, '12:00:30'), price(97, '12:01:00'), price(91, '12:01:30')])
    .expectAlerts([{ rule: 'drop' }])
    .settle()
    .expectAlerts([
      {
        rule: 'trend',
        at: '2026-03-01T12:01:00Z',
        message: 'mean fell 5.1 % from 99 to 94',
        values: { previous: 99, value: 94 },
        window: { name: 'minute', end: '2026-03-01T12:02:00Z' },
      },
    ]);
  expect(kit.rows('minute').map(({ values, final }) => ({ ...values, final }))).toEqual([
    { mean: 99, close: 98, final: true },
    { mean: 94, close: 91, final: true },
  ]);
});
