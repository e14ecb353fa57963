import { describe, expect, it } from 'vitest';
import { testKit } from '../../../../core/analysis/testing/test-kit.ts';
import sensors from '../../../../pipelines/sensors.ts';

const START = Date.parse('2026-11-22T12:00:00.000Z');

const measured = (seconds: number, device: string, temperature: number, humidity = 50) => ({
  event_id: `${device}-${seconds}`,
  device_id: device,
  ts: new Date(START + seconds * 1000).toISOString(),
  temperature_c: temperature,
  humidity_pct: humidity,
});

const kit = () => testKit(sensors, { now: START });

describe('sensors: the course’s alerts', () => {
  it('are raised above 30 °C and above 70 %, not at them', () => {
    kit()
      .given([measured(1, 'sensor-1', 30, 70), measured(2, 'sensor-2', 30.1), measured(3, 'sensor-3', 20, 70.1)])
      .expectAlerts([
        {
          rule: 'high-temperature',
          key: 'sensor-2',
          severity: 'warning',
          message: 'sensor-2 measured 30.1 °C, over 30',
          values: { temperature_c: 30.1, location: null },
          events: ['sensor-2-2'],
        },
        { rule: 'high-humidity', key: 'sensor-3', message: 'sensor-3 measured 70.1 % humidity, over 70' },
      ]);
  });

  it('are raised by a reading of version 2 as well, with its location', () => {
    const wire = { sensor_id: 'S-9', temperature: 31, humidity: 20, timestamp: START + 5000, location: 'office' };
    kit()
      .given(wire)
      .expectAlerts([
        { rule: 'high-temperature', key: 's-9', values: { location: 'office' }, events: [`${START + 5000}-s-9`] },
      ]);
  });

  it('are raised once in five minutes for a device that stays hot', () => {
    const hot = Array.from({ length: 31 }, (_, n) => measured(n * 10, 'sensor-1', 31));
    const raised = kit()
      .given(hot)
      .alerts.filter(({ rule }) => rule === 'high-temperature');
    expect(raised.map(({ at }) => at)).toEqual([START, START + 300_000]);
  });
});

describe('sensors: a silent device', () => {
  it('is noticed after a minute without a reading, once a silence', () => {
    kit()
      .given([measured(0, 'sensor-1', 20), measured(50, 'sensor-2', 20)])
      .advanceTo(START + 60_000)
      .expectAlerts([])
      .advanceTo(START + 80_000)
      .expectAlerts([{ rule: 'silent-device', key: 'sensor-1', severity: 'critical', events: ['sensor-1-0'] }])
      .given(measured(100, 'sensor-1', 20))
      .expectAlerts([])
      .settle()
      .expectAlerts([
        { rule: 'silent-device', key: 'sensor-1', events: ['sensor-1-100'] },
        { rule: 'silent-device', key: 'sensor-2', events: ['sensor-2-50'] },
      ]);
  });
});

describe('sensors: an odd temperature', () => {
  const usual = Array.from({ length: 30 }, (_, n) => measured(n, 'sensor-1', 22 + (n % 3)));

  it('is far from what the device has measured so far', () => {
    kit()
      .given([...usual, measured(30, 'sensor-1', 29)])
      .expectAlerts([{ rule: 'odd-temperature', key: 'sensor-1', severity: 'info', events: ['sensor-1-30'] }]);
  });

  it('is not told from too few readings', () => {
    kit()
      .given([...usual.slice(0, 15), measured(30, 'sensor-1', 29)])
      .expectAlerts([]);
  });
});

describe('sensors: windows of a minute', () => {
  it('hold what a device has measured, of either version', () => {
    const rows = kit()
      .given([
        measured(0, 'sensor-1', 20, 40),
        { ...measured(30, 'sensor-1', 22, 50), pressure_hpa: 1000.5 },
        measured(59, 'sensor-1', 24, 60),
        measured(60, 'sensor-1', 30, 10),
        measured(0, 'sensor-2', 10),
      ])
      .rows('per_minute');
    expect(rows).toMatchObject([
      {
        key: 'sensor-1',
        start: START,
        end: START + 60_000,
        final: false,
        values: {
          readings: 3,
          temperature_avg: 22,
          temperature_min: 20,
          temperature_max: 24,
          temperature_stddev: expect.closeTo(Math.sqrt(8 / 3), 9),
          humidity_avg: 50,
          pressure_avg: 1000.5,
        },
      },
      { key: 'sensor-2', start: START, values: { readings: 1, pressure_avg: null } },
      { key: 'sensor-1', start: START + 60_000, values: { readings: 1 } },
    ]);
    expect(rows[0]?.values.temperature_p95).toBeCloseTo(24, 0);
  });
});
