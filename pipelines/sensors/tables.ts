import type { CqlValue, Row, Table } from '../../core/table.ts';
import type { SensorReading } from './event.ts';

export const sensorReadings: Table = {
  keyspace: 'rt',
  name: 'sensor_readings',
  answers: 'What did the event of this id say?',
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
};

export const readingsByDevice: Table = {
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

export const toRow = (event: SensorReading): Row => ({ ...event, ts: new Date(event.ts) });

/** The reading that a row of `sensor_readings` was made of. */
export const toEvent = (row: Row): SensorReading => ({
  event_id: String(row.event_id),
  device_id: String(row.device_id),
  ts: (row.ts as Date).toISOString(),
  temperature_c: Number(row.temperature_c),
  humidity_pct: Number(row.humidity_pct),
  ...(isSet(row.pressure_hpa) && { pressure_hpa: Number(row.pressure_hpa) }),
  ...(isSet(row.location) && { location: String(row.location) }),
});

const isSet = (value: CqlValue | undefined): boolean => value !== null && value !== undefined;
