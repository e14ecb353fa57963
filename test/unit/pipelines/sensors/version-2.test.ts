import { describe, expect, it } from 'vitest';
import { createJudge } from '../../../../core/judge.ts';
import sensors from '../../../../pipelines/sensors.ts';
import { ARRIVED_AT, reading, recordOf } from '../../../support/records.ts';

const judge = createJudge(sensors);

function verdict(payload: object): unknown {
  const judgement = judge(recordOf(payload));
  return 'accepted' in judgement
    ? judgement.accepted.event
    : judgement.rejected.reasons.map(({ code, field }) => field ?? code);
}

/** The course's reading of version 2 (`003`), as it is sent. */
const wire = {
  sensor_id: 'Sensor_17',
  temperature: 24.57,
  humidity: 62.34,
  pressure: 1001.5,
  timestamp: ARRIVED_AT,
  location: 'warehouse_a',
};
const normal = {
  event_id: `${ARRIVED_AT}-sensor_17`,
  device_id: 'sensor_17',
  ts: '2025-10-16T17:25:23.456Z',
  temperature_c: 24.57,
  humidity_pct: 62.34,
  pressure_hpa: 1001.5,
  location: 'warehouse_a',
};
const { pressure_hpa, location, ...withoutNew } = normal;

describe('sensors, version 2: what is stored', () => {
  it.each([
    ['the course’s reading, its id made of time and sensor', wire, normal],
    ['an id of its own', { ...wire, event_id: ' a-1 ' }, { ...normal, event_id: 'a-1' }],
    ['a time as text', { ...wire, timestamp: '2025-10-16T19:25:23.456+02:00' }, normal],
    ['a time with a fraction of a millisecond', { ...wire, timestamp: ARRIVED_AT + 0.7 }, normal],
    ['numbers as text', { ...wire, pressure: '1001.5', temperature: ' 24.57' }, normal],
    ['a location of one’s own', { ...wire, location: ' Keller 3 ' }, { ...normal, location: 'keller 3' }],
    ['neither pressure nor location', { ...wire, pressure: undefined, location: undefined }, withoutNew],
    ['the lowest pressure', { ...wire, pressure: 980 }, { ...normal, pressure_hpa: 980 }],
    ['the highest pressure', { ...wire, pressure: 1020 }, { ...normal, pressure_hpa: 1020 }],
    ['the normal form, as the generator sends it', normal, normal],
    ['version 1 with a pressure', { ...reading, pressure_hpa: 1001.5 }, { ...reading, pressure_hpa: 1001.5 }],
  ])('%s', (_, payload, stored) => {
    expect(JSON.stringify(verdict(payload))).toBe(JSON.stringify(stored));
  });
});

describe('sensors, version 2: what is rejected', () => {
  it.each([
    ['a pressure below the range', { pressure: 979.99 }, 'pressure_hpa'],
    ['a pressure above the range', { pressure: 1020.01 }, 'pressure_hpa'],
    ['a pressure that is null', { pressure: null }, 'pressure_hpa'],
    ['a location that is blank', { location: ' ' }, 'location'],
    ['a location that is no text', { location: 7 }, 'location'],
    ['a time in seconds', { timestamp: Math.floor(ARRIVED_AT / 1000) }, 'ts'],
    ['no time', { timestamp: undefined }, 'ts'],
    ['a sensor that is no text', { sensor_id: { toString: 1 } }, 'device_id'],
    ['a time that has not come', { timestamp: ARRIVED_AT + 300_001 }, 'ts'],
    ['a blank id', { event_id: ' ' }, 'event_id'],
    ['too hot', { temperature: 60.01 }, 'temperature_c'],
    ['no temperature', { temperature: undefined }, 'temperature_c'],
  ])('%s', (_, wrong, field) => {
    expect(verdict({ ...wire, ...wrong })).toEqual([field]);
  });

  it('a version 1 without an id: only version 2 has one made', () => {
    expect(verdict({ ...reading, event_id: undefined, location: 'office' })).toEqual(['event_id']);
    expect(verdict({ ...reading, event_id: '' })).toEqual(['event_id']);
  });
});
