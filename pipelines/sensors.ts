import { notFromTheFuture } from '../core/checks.ts';
import { definePipeline } from '../core/define-pipeline.ts';
import { unchanged } from '../core/schema/versions.ts';
import { analysis } from './sensors/analysis.ts';
import { normalise, type SensorReading, schema, versionOf } from './sensors/event.ts';
import { generator } from './sensors/generator.ts';
import { readingsByDevice, sensorReadings, toEvent, toRow } from './sensors/tables.ts';

/** Temperature and humidity of IoT sensors, of newer ones pressure and location too. */
export default definePipeline<SensorReading>({
  name: 'sensors',
  description: 'Temperature and humidity of IoT sensors, a reading every 200 ms',

  // Ranges and defaults of these settings stand in core/pipeline.ts. No concurrency is reserved: a new account has ten.
  stream: { name: 'sensors.events', shards: 3, retentionHours: 168 },
  ingest: { batchSize: 500, batchingWindowSeconds: 0, memoryMb: 512, timeoutSeconds: 60 },

  schema,
  // Version 2 added what may be left out, so a reading of version 1 is one of version 2 as it is.
  schemaVersion: 2,
  upcasts: { 1: unchanged },
  unversioned: versionOf,
  normalise,
  check: ({ ts }, context) => notFromTheFuture('ts', ts, context),

  id: (event) => event.event_id,
  eventTime: (event) => Date.parse(event.ts),
  partitionKey: (event) => event.device_id,

  record: { table: sensorReadings, toRow, toEvent },
  queries: [{ table: readingsByDevice, toRow: (event) => ({ ...toRow(event), day: event.ts.slice(0, 10) }) }],
  latest: {
    key: (event) => event.device_id,
    values: ({ event_id, device_id, ts, ...values }) => values,
  },

  analysis,
  generator,
});
