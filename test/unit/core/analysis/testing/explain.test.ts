import { expect, test } from 'vitest';
import type { Alert } from '../../../../../core/analysis/alert.ts';
import { explainAlerts } from '../../../../../core/analysis/testing/explain.ts';

const alert: Alert = {
  id: '0'.repeat(32),
  pipeline: 'sensors',
  rule: 'hot',
  severity: 'warning',
  key: 'sensor-1',
  at: Date.UTC(2026, 0, 1),
  message: 'sensor-1 is at 31.5 °C',
  values: { temperature_c: 31.5, change: 0.1 + 0.2 },
  events: ['e1', 'e2'],
  window: { name: 'minute', start: Date.UTC(2026, 0, 1), end: Date.UTC(2026, 0, 1, 0, 1) },
  raisedAt: Date.UTC(2026, 0, 1),
};

test('what an expectation does not say may be anything; numbers may differ by their rounding', () => {
  const start = '2026-01-01T00:00:00Z';
  expect(explainAlerts([{ rule: 'hot' }], [alert], [])).toBeUndefined();
  expect(
    explainAlerts(
      [
        {
          rule: 'hot',
          key: 'sensor-1',
          severity: 'warning',
          at: start,
          message: /31\.5/,
          values: { change: 0.3 },
          events: ['e1', 'e2'],
          window: { name: 'minute', start: new Date(start), end: Date.UTC(2026, 0, 1, 0, 1) },
        },
      ],
      [alert],
      [],
    ),
  ).toBeUndefined();
});

test('each alert is used once, and an expectation that says little leaves it to one that says more', () => {
  const other = { ...alert, key: 'sensor-2' };
  expect(explainAlerts([{ rule: 'hot' }, { rule: 'hot', key: 'sensor-1' }], [alert, other], [])).toBeUndefined();
  expect(explainAlerts([{ rule: 'hot' }, { rule: 'hot', key: 'sensor-1' }], [alert], [])).toMatch(
    /^Expected 2 alerts, raised 1/,
  );
});

test('what is missing, what came near, what was not expected, and what may be why', () => {
  expect(
    explainAlerts(
      [
        {
          rule: 'hot',
          key: 'sensor-1',
          severity: 'critical',
          values: { temperature_c: 32 },
          at: '2026-01-02T00:00:00Z',
        },
        { rule: 'humid', message: 'sensor-1 is at 80 %' },
      ],
      [alert],
      ['event e3 was not applied: late'],
    )?.split('\n'),
  ).toEqual([
    'Expected 2 alerts, raised 1.',
    '  missing     hot of sensor-1, critical, at 2026-01-02T00:00:00.000Z · values {"temperature_c":32}',
    '                but severity is "warning", not "critical"; at is 2026-01-01T00:00:00.000Z, not 2026-01-02T00:00:00.000Z; values.temperature_c is 31.5, not 32',
    '  missing     humid: sensor-1 is at 80 %',
    '  unexpected  hot of sensor-1, warning, at 2026-01-01T00:00:00.000Z: sensor-1 is at 31.5 °C · values {"temperature_c":31.5,"change":0.30000000000000004} · events e1, e2 · window minute 2026-01-01T00:00:00.000Z/2026-01-01T00:01:00.000Z',
    '  note        event e3 was not applied: late',
  ]);
});

test.each([
  [{ message: 'other' }, 'message is "sensor-1 is at 31.5 °C", not "other"'],
  [{ message: /\d+ %/ }, 'message is "sensor-1 is at 31.5 °C", not like /\\d+ %/'],
  [{ events: ['e1'] }, 'events is "e1, e2", not "e1"'],
  [{ values: { other: 1 } }, 'values.other is nothing, not 1'],
  [{ window: { start: 0 } }, 'window.start is 2026-01-01T00:00:00.000Z, not 1970-01-01T00:00:00.000Z'],
])('%o does not fit: %s', (part, why) => {
  expect(explainAlerts([{ rule: 'hot', ...part }], [alert], [])).toContain(`but ${why}`);
});

test('none expected, none raised', () => {
  expect(explainAlerts([], [], [])).toBeUndefined();
  expect(explainAlerts([{ rule: 'hot' }], [], [])).toBe('Expected 1 alert, raised none.\n  missing     hot');
  expect(explainAlerts([], [alert], [])).toMatch(/^Expected no alerts, raised 1\./);
});
