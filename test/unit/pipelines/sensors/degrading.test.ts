import { describe, expect, it } from 'vitest';
import { testKit } from '../../../../core/analysis/testing/test-kit.ts';
import { createJudge } from '../../../../core/judge.ts';
import { planRecords } from '../../../../core/producer/plan.ts';
import { parseProduceRequest } from '../../../../core/producer/request.ts';
import { pipelines } from '../../../../pipelines/index.ts';
import { deviceOf } from '../../../../pipelines/sensors/generator/devices.ts';
import { labelledReadings } from '../../../../pipelines/sensors/generator/labelled.ts';
import sensors from '../../../../pipelines/sensors.ts';
import { recordOf } from '../../../support/records.ts';

const START = Date.UTC(2026, 10, 22, 12);
const made = (degrading: number, devices = 50) => [
  ...labelledReadings({
    seed: 9,
    first: 1,
    devices,
    degrading,
    readingsPerSecond: 2 * devices,
    seconds: 10,
    startAt: START,
  }),
];
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('devices that degrade', () => {
  it('are a share of all, the same ones in every run, and as many are only peculiar', () => {
    const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
    const degrading = numbers.filter((number) => 'degrades' in (deviceOf(number, 0.1).condition ?? {}));
    const peculiar = numbers.filter((number) => 'peculiar' in (deviceOf(number, 0.1).condition ?? {}));
    expect(degrading).toEqual([7, 17, 27, 37, 47]);
    expect(peculiar).toEqual([3, 13, 23, 33, 43]);
    expect(numbers.some((number) => deviceOf(number, 0).condition)).toBe(false);
    expect(numbers.every((number) => deviceOf(number, 0.5).condition)).toBe(true);
  });

  it('send readings that are valid, and whose rows turn back into them', () => {
    const judge = createJudge(sensors);
    for (const { reading } of made(0.5)) {
      expect(judge(recordOf(reading, { arrivedAt: Date.parse(reading.ts) }))).toHaveProperty('accepted');
      const stored = sensors.record.toEvent({ pressure_hpa: null, location: null, ...sensors.record.toRow(reading) });
      expect(JSON.stringify(stored)).toBe(JSON.stringify(reading));
    }
  });

  it.each([
    ['fan', 'temperature_c', 3],
    ['fan', 'humidity_pct', -4],
    ['membrane', 'pressure_hpa', -4],
  ] as const)('of a worn %s differ in %s by about %d', (condition, field, least) => {
    const readings = made(0.5, 400);
    const values = (worn: boolean) =>
      readings
        .filter(({ device, wear }) => {
          const degrades = device.condition && 'degrades' in device.condition ? device.condition.degrades : undefined;
          return worn
            ? degrades === condition && wear > 0.7
            : device.condition !== undefined && degrades === 'connector';
        })
        .flatMap(({ reading }) => reading[field] ?? []);
    const difference = mean(values(true)) - mean(values(false));
    expect(difference * Math.sign(least)).toBeGreaterThan(Math.abs(least));
  });

  it('wear out more and more, and no label of it is in a reading', () => {
    const readings = made(0.5);
    const ofOne = readings.filter(({ reading }) => reading.device_id === 'sensor-2');
    const wears = ofOne.map(({ wear }) => wear);
    expect(wears).toEqual(wears.toSorted((a, b) => a - b));
    expect(wears.at(-1)).toBeGreaterThan(wears[0] ?? 1);
    const fields = new Set(readings.flatMap(({ reading }) => Object.keys(reading)));
    expect([...fields].every((field) => field in sensors.schema.properties)).toBe(true);
  });

  it('are asked for of a producer; without, every byte is as it was', () => {
    const planOf = (payload: object) => {
      const request = parseProduceRequest({ seed: 4, startAt: '2026-11-22T12:00:00Z', ...payload }, pipelines);
      return [...planRecords(sensors, { ...request, seed: 4, startAt: '2026-11-22T12:00:00.000Z' })];
    };
    const [plain, none, some] = [planOf({}), planOf({ degrading: 0 }), planOf({ degrading: 0.5 })];
    expect(none).toEqual(plain);
    expect(some).not.toEqual(plain);
    expect(planOf({ degrading: 0.5 })).toEqual(some);
  });

  it('are refused where a generator has none, and beyond a half', () => {
    const ask = (pipeline: string, degrading: number) => () => parseProduceRequest({ pipeline, degrading }, pipelines);
    expect(ask('observatory', 0.1)).toThrow(
      'degrading must be 0 for observatory: nothing of its generator degrades (received 0.1)',
    );
    expect(ask('sensors', 0.6)).toThrow('degrading must be a number from 0 to 0.5 (received 0.6)');
  });
});

describe('the failure score', () => {
  const kit = (degrading: number, seconds: number) => {
    const options = { seed: 9, first: 31, devices: 10, degrading, readingsPerSecond: 2, startAt: START, seconds };
    return testKit(sensors).given([...labelledReadings(options)].map(({ reading }) => reading));
  };

  it('stands among the values of each minute, and raises an alert of a worn device once it is final', () => {
    const run = kit(0.1, 60);
    expect(run.alerts.filter(({ rule }) => rule === 'failure-risk')).toEqual([]);
    const alerts = run.settle().alerts.filter(({ rule }) => rule === 'failure-risk');
    expect(alerts).toMatchObject([{ key: 'sensor-37', severity: 'warning', window: { name: 'per_minute' } }]);
    expect(alerts[0]?.message).toMatch(
      /^sensor-37 is likely to fail soon: failure-\d+ scores 0\.\d\d, for \w+ .+ \(usually .+\)/,
    );
    const scores = run.rows('per_minute').map(({ values }) => values.failure_score);
    expect(scores.every((score) => typeof score === 'number' && score > 0 && score < 1)).toBe(true);
  });

  it('raises none of devices that are as new', () => {
    expect(
      kit(0, 60)
        .settle()
        .alerts.filter(({ rule }) => rule === 'failure-risk'),
    ).toEqual([]);
  });

  it('is not known of a minute of two readings', () => {
    const reading = (second: number) => ({
      event_id: `r-${second}`,
      device_id: 'sensor-1',
      ts: new Date(START + second * 1000).toISOString(),
      temperature_c: 24,
      humidity_pct: 50,
    });
    const [row] = testKit(sensors)
      .given([reading(1), reading(2)])
      .rows('per_minute');
    expect(row?.values).toMatchObject({ readings: 2, failure_score: null });
    const [more] = testKit(sensors)
      .given([reading(1), reading(2), reading(3)])
      .rows('per_minute');
    expect(more?.values.failure_score).toBeGreaterThan(0);
  });
});
