import { describe, expect, it } from 'vitest';
import type { BatchOutcome } from '../../../core/batch.ts';
import { bind } from '../../../core/cql.ts';
import { batchRow, latestRow, oversizedPayload, rejectedRow } from '../../../core/operations-rows.ts';
import { ingestBatches, latestValues, rejectedEvents } from '../../../core/operations-tables.ts';
import type { Reason } from '../../../core/reason.ts';
import sensors from '../../../pipelines/sensors.ts';
import { ARRIVED_AT, reading, recordOf } from '../../support/records.ts';

const reasons: readonly Reason[] = [
  { code: 'schema', field: 'ts', message: 'must be an instant' },
  { code: 'not-json', message: 'must be JSON' },
];
const HOUR_MS = 3_600_000;

describe('rejectedRow', () => {
  it('keeps payload, position, times and reasons as text', () => {
    const row = rejectedRow('sensors', { record: recordOf('{"ñ":', { sequence: 17 }), reasons });
    expect(row).toEqual({
      pipeline: 'sensors',
      day: '2025-10-16',
      bucket: expect.any(Number),
      arrived_at: new Date(ARRIVED_AT),
      shard: 'shardId-000000000000',
      sequence: '17',
      stream: 'sensors.events',
      partition_key: 'sensor-23',
      reasons: ['schema: ts: must be an instant', 'not-json: must be JSON'],
      payload: '{"ñ":',
      payload_base64: null,
      payload_ref: null,
    });
    expect(() => bind(rejectedEvents, row)).not.toThrow();
  });

  it('keeps bytes that are no text in base64', () => {
    const record = recordOf(Uint8Array.of(0xff, 0x00));
    expect(rejectedRow('sensors', { record, reasons })).toMatchObject({ payload: null, payload_base64: '/wA=' });
  });

  it('keeps a byte order mark', () => {
    expect(rejectedRow('sensors', { record: recordOf('\uFEFF{'), reasons }).payload).toBe('\uFEFF{');
  });

  it('keeps data that is no base64 as it came', () => {
    const record = { ...recordOf(''), data: 'not base64!' };
    expect(rejectedRow('sensors', { record, reasons })).toMatchObject({ payload: null, payload_base64: 'not base64!' });
  });

  it('points to a payload that is too large', () => {
    const record = recordOf('x'.repeat(262_145));
    expect(oversizedPayload(record)).toHaveLength(262_145);
    expect(rejectedRow('sensors', { record, reasons }, 's3://bucket/key')).toMatchObject({
      payload: null,
      payload_base64: null,
      payload_ref: 's3://bucket/key',
    });
    expect(() => rejectedRow('sensors', { record, reasons })).toThrow(/262144 bytes needs a payloadRef/);
  });

  it('takes data that is no base64, and too large, for its own payload', () => {
    const record = { ...recordOf(''), data: '!'.repeat(262_145) };
    expect(oversizedPayload(record)).toHaveLength(262_145);
  });

  it('keeps a payload of exactly the limit in the row', () => {
    const record = recordOf('x'.repeat(262_144));
    expect(oversizedPayload(record)).toBeUndefined();
    expect(rejectedRow('sensors', { record, reasons }).payload).toHaveLength(262_144);
  });
});

describe('latestRow', () => {
  const accepted = (event: typeof reading, arrivedAt = ARRIVED_AT) => ({
    record: recordOf(event, { arrivedAt }),
    event,
  });

  it('shows the values of a device, stamped with its event time', () => {
    const latest = latestRow(sensors, accepted(reading));
    expect(latest?.row).toEqual({
      pipeline: 'sensors',
      bucket: expect.any(Number),
      key: 'sensor-23',
      event_id: reading.event_id,
      event_time: new Date(reading.ts),
      values_json: '{"temperature_c":24.57,"humidity_pct":62.34}',
    });
    expect(latest && latest.timestamp / 1000n).toBe(BigInt(Date.parse(reading.ts)));
    expect(() => bind(latestValues, latest?.row ?? {})).not.toThrow();
  });

  it('orders events of one millisecond by their content, whenever they are written', () => {
    const stamp = (event_id: string) => latestRow(sensors, accepted({ ...reading, event_id }))?.timestamp;
    expect(stamp('a')).toBe(stamp('a'));
    expect(stamp('a')).not.toBe(stamp('b'));
  });

  it('shows an event of a day ago, and none older', () => {
    expect(latestRow(sensors, accepted(reading, ARRIVED_AT + 24 * HOUR_MS))).toBeDefined();
    expect(latestRow(sensors, accepted(reading, ARRIVED_AT + 24 * HOUR_MS + 1))).toBeUndefined();
  });
});

describe('batchRow', () => {
  const records = [1, 2, 3].map((sequence) => recordOf(reading, { sequence }));
  const accepted = records.map((record) => ({ record, event: reading }));
  const outcome: BatchOutcome = {
    records,
    stored: accepted.slice(0, 1),
    rejected: records.slice(1, 2).map((record) => ({ record, reasons })),
    failed: { position: { ...recordOf('').position, sequence: '3' }, error: new Error('time-out') },
    receivedAt: ARRIVED_AT + 100,
    judgedAt: ARRIVED_AT + 110,
    writtenAt: ARRIVED_AT + 120,
  };

  it('spans what the batch finished', () => {
    const row = batchRow('sensors', outcome, 'request-1');
    expect(row).toEqual({
      pipeline: 'sensors',
      hour: new Date('2025-10-16T17:00:00Z'),
      received_at: new Date(ARRIVED_AT + 100),
      shard: 'shardId-000000000000',
      first_sequence: '1',
      last_sequence: '2',
      records: 2,
      stored: 1,
      rejected: 1,
      judged_at: new Date(ARRIVED_AT + 110),
      written_at: new Date(ARRIVED_AT + 120),
      request_id: 'request-1',
    });
    expect(() => bind(ingestBatches, row ?? {})).not.toThrow();
  });

  it('is nothing for a batch that finished nothing', () => {
    expect(batchRow('sensors', { ...outcome, stored: [], rejected: [] }, 'request-1')).toBeUndefined();
  });
});
