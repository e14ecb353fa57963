import { describe, expect, it } from 'vitest';
import { testKit } from '../../../core/analysis/testing/test-kit.ts';
import logs from '../../../pipelines/logs.ts';

const NOON = Date.parse('2026-11-22T12:00:00Z');
let logged = 0;
const line = (second: number, level: string, service = 'checkout', latency_ms?: number) => {
  logged += 1;
  const ts = new Date(NOON + second * 1000).toISOString();
  return { event_id: `l-${logged}`, ts, service, level, message: 'x', ...(latency_ms !== undefined && { latency_ms }) };
};
const lines = (count: number, second: number, level: string) =>
  Array.from({ length: count }, () => line(second, level));

describe('logs', () => {
  it('have errors and latency per service and minute', () => {
    const given = [line(0, 'error', 'checkout', 80), line(1, 'info', 'checkout', 120), line(2, 'error', 'search')];
    const kit = testKit(logs).given(given).given(line(60, 'warn')).settle();
    const values = kit.rows('per_minute').map(({ key, start, values }) => [key, start, values]);
    expect(values).toEqual([
      ['checkout', NOON, { lines: 2, errors: 1, latency_p95: expect.closeTo(120, -1) }],
      ['search', NOON, { lines: 1, errors: 1, latency_p95: null }],
      ['checkout', NOON + 60_000, { lines: 1, errors: 0, latency_p95: null }],
    ]);
  });

  it('raise an alert when more than 40 % of at least ten lines are errors, once in five minutes', () => {
    testKit(logs)
      .given(lines(9, 0, 'error'))
      .expectAlerts([])
      .given(line(1, 'info'))
      .expectAlerts([
        {
          rule: 'error-rate',
          severity: 'critical',
          key: 'checkout',
          message: '9 of 10 lines of checkout within a minute are errors',
        },
      ])
      .given(lines(20, 61, 'error'))
      .expectAlerts([])
      .given([...lines(6, 300, 'info'), ...lines(4, 300, 'error')])
      .expectAlerts([{ rule: 'silent' }])
      .given(line(301, 'error'))
      .expectAlerts([{ rule: 'error-rate', values: { lines: 11, errors: 5 } }]);
  });

  it('raise an alert when a service falls silent', () => {
    testKit(logs)
      .given(line(0, 'info'))
      .advance('60s')
      .expectAlerts([])
      .advance('1s')
      .expectAlerts([{ rule: 'silent', key: 'checkout' }]);
  });
});
