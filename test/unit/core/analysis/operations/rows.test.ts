import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../../../core/analysis/alert.ts';
import { alertRow, lateRow, windowRow } from '../../../../../core/analysis/operations/rows.ts';
import { alerts, analysisTables, lateEvents, windowMetrics } from '../../../../../core/analysis/operations/tables.ts';
import type { WindowResult } from '../../../../../core/analysis/window.ts';
import { bind } from '../../../../../core/cql.ts';
import { validateTable } from '../../../../../core/validate-table.ts';
import { ARRIVED_AT, recordOf } from '../../../../support/records.ts';

const START = Date.parse('2025-10-16T17:25:00Z');

const result: WindowResult = {
  window: 'per-minute',
  key: 'sensor-23',
  group: '',
  start: START,
  end: START + 60_000,
  values: { avg: 21.5, max: null },
  events: 3,
  final: false,
  lastEventId: 'e3',
};

const alert: Alert = {
  id: '0123456789abcdef0123456789abcdef',
  pipeline: 'sensors',
  rule: 'hot',
  severity: 'warning',
  key: 'sensor-23',
  at: START,
  message: 'too hot',
  values: { temperature_c: 31 },
  events: ['e1', 'e2'],
  raisedAt: ARRIVED_AT,
};

it.each(analysisTables.map((table) => [table.name, table] as const))(
  '%s is a table that Keyspaces takes',
  (_, table) => {
    expect(() => validateTable(table)).not.toThrow();
  },
);

describe('windowRow', () => {
  it('lies by window, hour of its start and bucket of its key', () => {
    const row = windowRow('sensors', result, 'abc');
    expect(row).toEqual({
      pipeline: 'sensors',
      window_name: 'per-minute',
      hour: new Date('2025-10-16T17:00:00Z'),
      bucket: expect.any(Number),
      window_start: new Date(START),
      key: 'sensor-23',
      window_end: new Date(START + 60_000),
      group_name: '',
      events: 3,
      final: false,
      values_json: '{"avg":21.5,"max":null}',
      definition: 'abc',
    });
    expect(() => bind(windowMetrics, row)).not.toThrow();
  });

  it('has the same key whatever the window came to', () => {
    const later = windowRow('sensors', { ...result, end: START + 90_000, events: 9, final: true }, 'def');
    const { partitionKey, clusteringKey = [] } = windowMetrics;
    const columns = [...partitionKey, ...clusteringKey.map(({ column }) => column)];
    for (const column of columns) expect(later[column]).toEqual(windowRow('sensors', result, 'abc')[column]);
  });
});

describe('alertRow', () => {
  it('lies by the day of what caused the alert, and by its id', () => {
    const row = alertRow(alert);
    expect(row).toMatchObject({ day: '2025-10-16', at: new Date(START), alert_id: alert.id, events: ['e1', 'e2'] });
    expect(row).toMatchObject({ values_json: '{"temperature_c":31}', window_name: null, window_start: null });
    expect(() => bind(alerts, row)).not.toThrow();
  });

  it('names the window of an alert that has one', () => {
    const row = alertRow({ ...alert, window: { name: 'per-minute', start: START, end: START + 60_000 } });
    expect(row).toMatchObject({ window_name: 'per-minute', window_end: new Date(START + 60_000) });
  });
});

describe('lateRow', () => {
  it('names the windows as intervals', () => {
    const row = lateRow('sensors', {
      ...recordOf({}, { sequence: 17 }),
      eventId: 'e1',
      eventTime: START,
      reason: 'late',
      windows: [{ name: 'per-minute', start: START, end: START + 60_000 }],
    });
    expect(row).toEqual({
      pipeline: 'sensors',
      day: '2025-10-16',
      bucket: expect.any(Number),
      arrived_at: new Date(ARRIVED_AT),
      shard: 'shardId-000000000000',
      sequence: '17',
      event_id: 'e1',
      event_time: new Date(START),
      key: 'sensor-23',
      reason: 'late',
      windows: ['per-minute 2025-10-16T17:25:00.000Z/2025-10-16T17:26:00.000Z'],
    });
    expect(() => bind(lateEvents, row)).not.toThrow();
  });
});
