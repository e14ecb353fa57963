import { describe, expect, it } from 'vitest';
import { createJudge } from '../../../core/judge.ts';
import { generatorOf } from '../../../core/producer/generator-of.ts';
import { createRandom } from '../../../core/producer/random.ts';
import sensors from '../../../pipelines/sensors.ts';
import { ARRIVED_AT, reading, recordOf } from '../../support/records.ts';

const judge = createJudge(sensors);

function verdict(payload: object | string | Uint8Array): unknown {
  const judgement = judge(recordOf(payload));
  return 'accepted' in judgement
    ? judgement.accepted.event
    : judgement.rejected.reasons.map(({ code, field }) => field ?? code);
}

/** JSON of the reading with one field replaced by raw JSON. */
function withRaw(field: string, json: string): string {
  return JSON.stringify({ ...reading, [field]: 'RAW' }).replace('"RAW"', json);
}

describe('sensors: what is stored', () => {
  it.each([
    ['the course’s example', { ...reading, ts: '2025-10-16T17:25:23.456000' }, {}],
    ['a number as text', { ...reading, temperature_c: '24.57', humidity_pct: ' 62.34 ' }, {}],
    ['a device in upper case', { ...reading, device_id: ' SENSOR-23 ' }, {}],
    ['blanks around the id', { ...reading, event_id: `\t${reading.event_id} ` }, {}],
    ['fields that the schema does not know', { ...reading, firmware: '1.2', nested: { a: [1] } }, {}],
    ['the fields in another order', Object.fromEntries(Object.entries(reading).reverse()), {}],
    [
      'the coldest and driest',
      { ...reading, temperature_c: -50, humidity_pct: 0 },
      { temperature_c: -50, humidity_pct: 0 },
    ],
    [
      'the hottest and wettest',
      { ...reading, temperature_c: 60, humidity_pct: 100 },
      { temperature_c: 60, humidity_pct: 100 },
    ],
    [
      'a time five minutes after arrival',
      { ...reading, ts: new Date(ARRIVED_AT + 300_000).toISOString() },
      { ts: '2025-10-16T17:30:23.456Z' },
    ],
    ['a time long ago', { ...reading, ts: '1999-12-31T23:59:59Z' }, { ts: '1999-12-31T23:59:59.000Z' }],
    ['an id of 128 bytes', { ...reading, event_id: 'ñ'.repeat(64) }, { event_id: 'ñ'.repeat(64) }],
  ])('%s', (_, payload, differs) => {
    expect(verdict(payload)).toEqual({ ...reading, ...differs });
  });
});

describe('sensors: what is rejected', () => {
  const hostile = ['""', '"  "', 'null', 'true', '{}', '[]', '"\\ud800"'];

  it.each([
    ...hostile,
    '"abc"',
    '"NaN"',
    '"Infinity"',
    '1e999',
    '-1e999',
    '"1e999"',
    '"0x10"',
    '"1_000"',
    '60.01',
    '-50.01',
  ])('temperature_c %s', (json) => {
    expect(verdict(withRaw('temperature_c', json))).toEqual(['temperature_c']);
  });

  it.each([...hostile, '-0.01', '100.01', '"50%"'])('humidity_pct %s', (json) => {
    expect(verdict(withRaw('humidity_pct', json))).toEqual(['humidity_pct']);
  });

  it.each([...hostile, '17', '"a\\u0000b"', `"${'x'.repeat(129)}"`, `"${'ñ'.repeat(65)}"`])('event_id %s', (json) => {
    expect(verdict(withRaw('event_id', json))).toEqual(['event_id']);
  });

  it.each([...hostile, '17', `"${'x'.repeat(129)}"`])('device_id %s', (json) => {
    expect(verdict(withRaw('device_id', json))).toEqual(['device_id']);
  });

  it.each([...hostile, '"2025-02-30T00:00:00Z"', '"2025-10-16"', '1760635523456', '"2025-10-16T17:30:23.457Z"'])(
    'ts %s',
    (json) => {
      expect(verdict(withRaw('ts', json))).toEqual(['ts']);
    },
  );

  it.each(Object.keys(reading))('a reading without %s', (field) => {
    expect(verdict({ ...reading, [field]: undefined })).toEqual([field]);
  });

  it('names how far ahead a time may be', () => {
    const judgement = judge(recordOf({ ...reading, ts: '2025-10-16T18:25:23.456Z' }));
    expect(judgement).toMatchObject({
      rejected: {
        reasons: [
          {
            code: 'rule',
            field: 'ts',
            message: expect.stringContaining('2025-10-16T17:30:23.456Z (received 2025-10-16T18:25'),
          },
        ],
      },
    });
  });
});

describe('sensors: generator', () => {
  const generator = generatorOf(sensors);
  const at = ARRIVED_AT - 20;
  const make = (seed: number, eventTime = at) =>
    generator.event({ random: createRandom(seed), id: `${eventTime}-00ff`, at: eventTime, devices: 50 });

  it('names the course’s own example among the invalid kinds', () => {
    expect(generator.invalid.course?.payload(make(1), createRandom(1))).toEqual({
      event_id: '',
      device_id: 'sensor-99',
      ts: '2025-01-01T00:00:00',
      temperature_c: null,
      humidity_pct: 50,
    });
  });

  it('makes readings of both versions, whose rows turn back into their bytes', () => {
    const readings = Array.from({ length: 200 }, (_, seed) => make(seed));
    expect(readings.some(({ pressure_hpa: pressure }) => pressure === undefined)).toBe(true);
    expect(readings.some(({ pressure_hpa: pressure }) => pressure !== undefined)).toBe(true);
    for (const made of readings) {
      expect(verdict(made)).toEqual(made);
      const read = sensors.record.toEvent({ pressure_hpa: null, location: null, ...sensors.record.toRow(made) });
      expect(JSON.stringify(read)).toBe(JSON.stringify(made));
    }
  });

  const yearsAgo = Date.UTC(1999, 0, 1);
  const invalid = Object.entries(generator.invalid);

  it.each(invalid)('kind %s is rejected', (_, kind) => {
    for (let seed = 0; seed < 50; seed += 1) {
      expect(judge(recordOf(kind.payload(make(seed), createRandom('kind', seed))))).toHaveProperty('rejected');
    }
  });

  it.each(invalid)('kind %s is rejected also where its run has begun years before it arrives', (_, kind) => {
    const payload = kind.payload(make(1, yearsAgo), createRandom('kind', 1));
    expect(judge(recordOf(payload))).toHaveProperty('rejected');
  });
});

describe('sensors: tables', () => {
  it('keeps the course’s table, with the columns of version 2 after its own', () => {
    expect(sensors.record.table).toMatchObject({
      keyspace: 'rt',
      name: 'sensor_readings',
      columns: {
        event_id: 'text',
        device_id: 'text',
        ts: 'timestamp',
        temperature_c: 'double',
        humidity_pct: 'double',
        pressure_hpa: 'double',
        location: 'text',
      },
      partitionKey: ['event_id'],
    });
  });

  it('gives a row per device and day', () => {
    expect(sensors.queries.map(({ toRow }) => toRow(reading))).toEqual([
      { ...reading, ts: new Date(reading.ts), day: '2025-10-16' },
    ]);
  });

  it('declares three shards and a week of retention', () => {
    expect(sensors.stream).toEqual({ name: 'sensors.events', mode: 'provisioned', shards: 3, retentionHours: 168 });
  });
});
