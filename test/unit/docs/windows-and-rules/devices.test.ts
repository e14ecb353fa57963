import { test } from 'vitest';
import { testKit } from '../../../../core/analysis/testing/test-kit.ts';
import pipeline from './devices.ts';

let events = 0;

function reading(second: number, temperature_c: number, humidity_pct = 50) {
  events += 1;
  const ts = new Date(Date.UTC(2026, 2, 1, 12, 0, second)).toISOString();
  return { event_id: `r${events}`, device_id: 'sensor-1', ts, temperature_c, humidity_pct };
}

test('temperature over 30, humidity over 70', () => {
  // #region threshold-test
  testKit(pipeline)
    .given([reading(0, 30, 70), reading(1, 30.1, 70.1)])
    .expectAlerts([
      { rule: 'too-hot', key: 'sensor-1', severity: 'warning', message: 'sensor-1 is at 30.1 °C' },
      { rule: 'too-humid', key: 'sensor-1', values: { humidity_pct: 70.1 } },
    ]);
  // #endregion
});

test('the severity goes with the temperature, and the cool-down is over after a minute', () => {
  testKit(pipeline)
    .given([reading(0, 51), reading(25, 31), reading(50, 31), reading(60, 31)])
    .expectAlerts([
      { rule: 'too-hot', severity: 'critical' },
      { rule: 'too-hot', severity: 'warning', at: '2026-03-01T12:01:00Z' },
    ]);
});

test('a device that has sent nothing for 30 s', () => {
  // #region silence-test
  const before = reading(0, 20);
  testKit(pipeline)
    .given(before)
    .advance('30s')
    .expectAlerts([])
    .advance('1s')
    .expectAlerts([{ rule: 'silent', events: [before.event_id] }])
    .given(reading(120, 20))
    .expectAlerts([]);
  // #endregion
});

test('a temperature that is unusual for the device', () => {
  testKit(pipeline)
    .given(Array.from({ length: 10 }, (_, second) => reading(second, 20 + (second % 2))))
    .expectAlerts([])
    .given(reading(10, 22.6))
    .expectAlerts([{ rule: 'unusual', values: { mean: 20.5, deviation: 0.5, score: 4.2 } }]);
});

test('a score of a model', () => {
  testKit(pipeline)
    .given(reading(0, 30, 70))
    .expectAlerts([])
    .given(reading(1, 30, 120))
    .expectAlerts([{ rule: 'too-humid' }, { rule: 'about-to-fail', message: /^failure-1 scores 0\.95/ }]);
});

test('a score of a model, of a minute', () => {
  const kit = testKit(pipeline).given([17, 27, 17, 27].map((temperature, second) => reading(second, temperature)));
  kit.expectAlerts([]).settle();
  kit.expectAlerts([{ rule: 'silent' }, { rule: 'worn', message: /^sensor-1 is worn: 0\.96/ }]);
  const few = testKit(pipeline).given([17, 27].map((temperature, second) => reading(second, temperature)));
  few.settle().expectAlerts([{ rule: 'silent' }]);
});
