import { describe, expect, it } from 'vitest';
import { definePipeline } from '../../../core/define-pipeline.ts';
import sensors from '../../../pipelines/sensors.ts';
import { reading } from '../../support/records.ts';

const { queries, ingest, check, ...rest } = sensors;
const minimal = { ...rest, stream: { name: 'sensors.events' } };

describe('definePipeline', () => {
  it('fills the defaults in', () => {
    const pipeline = definePipeline(minimal);
    expect(pipeline).toMatchObject({
      stream: { name: 'sensors.events', mode: 'provisioned', shards: 1, retentionHours: 24 },
      ingest: { batchSize: 500, batchingWindowSeconds: 0, memoryMb: 512, timeoutSeconds: 60 },
      queries: [],
    });
    expect(pipeline.ingest).not.toHaveProperty('reservedConcurrency');
    expect(pipeline.check(reading, { arrivedAt: 0 })).toEqual([]);
  });

  it('gives a stream on demand no number of shards', () => {
    const stream = { name: 'sensors.events', mode: 'on-demand' } as const;
    expect(definePipeline({ ...minimal, stream }).stream).toEqual({ ...stream, retentionHours: 24 });
  });

  it('refuses a mode that there is not', () => {
    const stream = JSON.parse('{"name": "a", "mode": "serverless"}');
    expect(() => definePipeline({ ...minimal, stream })).toThrow(
      'stream.mode must be provisioned or on-demand (received "serverless")',
    );
  });

  it('keeps what is given', () => {
    const given = {
      batchSize: 10_000,
      batchingWindowSeconds: 300,
      memoryMb: 128,
      timeoutSeconds: 900,
      reservedConcurrency: 1,
    };
    expect(definePipeline({ ...minimal, ingest: given }).ingest).toEqual(given);
  });

  it.each([
    [{ name: 'Sensors' }, /name must be 2 to 20 lower-case .* \(received "Sensors"\)/],
    [{ name: 's' }, /name must be/],
    [{ stream: { name: 'a b' } }, /stream.name must be .* \(received "a b"\)/],
    [{ stream: { name: 'a', shards: 0 } }, /stream.shards must be a whole number from 1 to 500 \(received 0\)/],
    [
      { stream: { name: 'a', mode: 'on-demand' as const, shards: 2 } },
      /stream.shards goes with a provisioned stream alone: .* \(received 2\); leave it out, or set stream.mode to provisioned/,
    ],
    [{ stream: { name: 'a', retentionHours: 23 } }, /stream.retentionHours must be a whole number from 24 to 8760/],
    [{ ingest: { batchSize: 10_001 } }, /ingest.batchSize must be a whole number from 1 to 10000 \(received 10001\)/],
    [{ ingest: { batchingWindowSeconds: -1 } }, /ingest.batchingWindowSeconds/],
    [{ ingest: { memoryMb: 127 } }, /ingest.memoryMb/],
    [{ ingest: { timeoutSeconds: 0.5 } }, /ingest.timeoutSeconds/],
    [{ ingest: { reservedConcurrency: 0 } }, /ingest.reservedConcurrency/],
  ])('refuses %j', (wrong, message) => {
    expect(() => definePipeline({ ...minimal, ...wrong })).toThrow(message);
  });

  it.each([
    [{ name: 'Readings' }, /Table rt.Readings: a name must be 1 to 48 lower-case .* \(received "Readings"\)/],
    [{ partitionKey: [] }, /partitionKey must name a column/],
    [{ partitionKey: ['id'] }, /a key must consist of columns of the table \(received "id"\)/],
    [{ clusteringKey: [{ column: 'event_id', order: 'ASC' as const }] }, /each column once \(received "event_id"\)/],
    [{ ttlSeconds: 0 }, /ttlSeconds must be a whole number from 1 to 630720000 \(received 0\)/],
  ])('refuses a table with %j', (wrong, message) => {
    const table = { ...sensors.record.table, ...wrong };
    expect(() => definePipeline({ ...minimal, record: { ...sensors.record, table } })).toThrow(message);
    expect(() => definePipeline({ ...minimal, queries: [{ table, toRow: () => ({}) }] })).toThrow(message);
  });

  it('refuses a table and a projection that disagree over client timestamps', () => {
    const { table } = sensors.record;
    const toRow = () => ({});
    const stamped = { ...table, clientTimestamps: true };
    expect(() => definePipeline({ ...minimal, queries: [{ table, toRow, timestamp: () => 1n }] })).toThrow(
      /rt.sensor_readings: its rows are given timestamps, so it has to declare clientTimestamps/,
    );
    expect(() => definePipeline({ ...minimal, queries: [{ table: stamped, toRow }] })).toThrow(
      /declares clientTimestamps, so its projection needs a timestamp function/,
    );
    expect(() => definePipeline({ ...minimal, record: { ...sensors.record, table: stamped } })).toThrow(
      /declares clientTimestamps/,
    );
    expect(
      definePipeline({ ...minimal, queries: [{ table: stamped, toRow, timestamp: () => 1n }] }).queries,
    ).toHaveLength(1);
  });
});
