import Type, { type Static } from 'typebox';
import { definePipeline } from '../core/define-pipeline.ts';
import { fields, instant, lowerCase, number, trimmed } from '../core/normalise.ts';
import type { Row, Table } from '../core/table.ts';

const MINUTE_MS = 60_000;

/** A reading in normal form. */
const schema = Type.Object({
  event_id: Type.String({ format: 'id', description: '"<ms>-<random>", unique' }),
  device_id: Type.String({ format: 'id', description: 'in lower case' }),
  ts: Type.String({ format: 'instant', description: 'when it was measured, UTC, to the millisecond' }),
  temperature_c: Type.Number({ minimum: -50, maximum: 60 }),
  humidity_pct: Type.Number({ minimum: 0, maximum: 100 }),
});

type SensorReading = Static<typeof schema>;

const sensorReadings: Table = {
  keyspace: 'rt',
  name: 'sensor_readings',
  answers: 'What did the event of this id say?',
  columns: { event_id: 'text', device_id: 'text', ts: 'timestamp', temperature_c: 'double', humidity_pct: 'double' },
  partitionKey: ['event_id'],
};

const readingsByDevice: Table = {
  keyspace: 'rt',
  name: 'readings_by_device',
  answers: 'What did a device report on a day, newest first?',
  columns: { ...sensorReadings.columns, day: 'date' },
  partitionKey: ['device_id', 'day'],
  clusteringKey: [
    { column: 'ts', order: 'DESC' },
    { column: 'event_id', order: 'ASC' },
  ],
};

const toRow = (event: SensorReading): Row => ({ ...event, ts: new Date(event.ts) });

/** Temperature and humidity of IoT sensors. */
export default definePipeline<SensorReading>({
  name: 'sensors',
  description: 'Temperature and humidity of IoT sensors, a reading every 200 ms',

  // Ranges and defaults of these settings stand in core/pipeline.ts. No concurrency is reserved: a new account has ten.
  stream: { name: 'sensors.events', shards: 3, retentionHours: 168 },
  ingest: { batchSize: 500, batchingWindowSeconds: 0, memoryMb: 512, timeoutSeconds: 60 },

  schema,
  normalise: fields({
    event_id: trimmed,
    device_id: lowerCase,
    ts: instant,
    temperature_c: number,
    humidity_pct: number,
  }),
  check: (event, { arrivedAt }) => {
    const latest = arrivedAt + 5 * MINUTE_MS;
    if (Date.parse(event.ts) <= latest) return [];
    const message = `must be at most 5 min after its arrival, so up to ${new Date(latest).toISOString()} (received ${event.ts})`;
    return [{ code: 'rule', field: 'ts', message }];
  },

  id: (event) => event.event_id,
  eventTime: (event) => Date.parse(event.ts),
  partitionKey: (event) => event.device_id,

  record: {
    table: sensorReadings,
    toRow,
    toEvent: (row) => ({
      event_id: String(row.event_id),
      device_id: String(row.device_id),
      ts: (row.ts as Date).toISOString(),
      temperature_c: Number(row.temperature_c),
      humidity_pct: Number(row.humidity_pct),
    }),
  },
  queries: [{ table: readingsByDevice, toRow: (event) => ({ ...toRow(event), day: event.ts.slice(0, 10) }) }],
  latest: {
    key: (event) => event.device_id,
    values: ({ temperature_c, humidity_pct }) => ({ temperature_c, humidity_pct }),
  },

  generator: {
    event: ({ random, id, at, devices }) => ({
      event_id: id,
      device_id: `sensor-${random.integer(1, devices)}`,
      ts: new Date(at).toISOString(),
      temperature_c: random.integer(1800, 3200) / 100,
      humidity_pct: random.integer(2000, 8000) / 100,
    }),
    invalid: {
      course: {
        description: "the course's own example: no id, no temperature, device sensor-99",
        payload: () => ({
          event_id: '',
          device_id: 'sensor-99',
          ts: '2025-01-01T00:00:00',
          temperature_c: null,
          humidity_pct: 50.0,
        }),
      },
      'empty-id': { description: 'a blank id', payload: (event) => ({ ...event, event_id: '  ' }) },
      'null-temperature': {
        description: 'null for a temperature',
        payload: (event) => ({ ...event, temperature_c: null }),
      },
      'text-temperature': {
        description: 'a word for a temperature',
        payload: (event) => ({ ...event, temperature_c: 'abc' }),
      },
      'missing-device': {
        description: 'no device',
        payload: ({ device_id, ...event }) => event,
      },
      'out-of-range': {
        description: 'hotter and wetter than the ranges allow',
        payload: (event) => ({ ...event, temperature_c: 60.01, humidity_pct: 100.01 }),
      },
      'bad-time': {
        description: '30 February',
        payload: (event) => ({ ...event, ts: '2025-02-30T12:00:00.000Z' }),
      },
      'future-time': {
        // Not an hour after the event's own time: a run may begin in the past, and the rule compares with the arrival.
        description: 'the last millisecond of the year 9999',
        payload: (event) => ({ ...event, ts: '9999-12-31T23:59:59.999Z' }),
      },
      'not-json': { description: 'JSON that breaks off', payload: (event) => JSON.stringify(event).slice(0, -1) },
      'not-object': { description: 'JSON, but a list', payload: (event) => [event] },
      'not-utf8': {
        description: 'bytes that are no text',
        payload: (_, random) => Uint8Array.of(0xff, 0xfe, random.integer(0x80, 0xff)),
      },
      empty: { description: 'no bytes at all', payload: () => '' },
    },
  },
});
