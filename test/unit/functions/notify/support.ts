import type { Alert } from '../../../../core/analysis/alert.ts';

/** An alert with nothing special about it. */
export const alert: Alert = {
  id: '0123456789abcdef0123456789abcdef',
  pipeline: 'sensors',
  rule: 'too-hot',
  severity: 'critical',
  key: 'sensor_1',
  at: Date.parse('2026-10-16T17:25:23.456Z'),
  message: 'sensor_1 measured 31.5 °C',
  values: { temperature: 31.5, location: null },
  events: ['e1'],
  raisedAt: Date.parse('2026-10-16T17:25:23.500Z'),
};
