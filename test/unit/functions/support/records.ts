import type { SourceRecord } from '../../../../core/source.ts';

const BASE = 49590338271490256608559692538361571095921575989136588898n;

/** A valid reading. */
export function reading(n: number, over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    event_id: `1767225600000-${n}`,
    device_id: `sensor-${n % 5}`,
    ts: '2026-01-01T00:00:00.000Z',
    temperature_c: 20,
    humidity_pct: 50,
    ...over,
  };
}

/** The record number n of a shard, arrived a second after the reading was taken. */
export function record(n: number, payload: object | string = reading(n)): SourceRecord {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return {
    position: { stream: 'sensors.events', shard: 'shardId-000000000000', sequence: String(BASE + BigInt(n)) },
    partitionKey: `sensor-${n % 5}`,
    arrivedAt: Date.parse('2026-01-01T00:00:01Z'),
    data: Buffer.from(text).toString('base64'),
  };
}

/** The Lambda event that carries these records. */
export function kinesisEvent(records: readonly SourceRecord[]) {
  return {
    Records: records.map(({ position, partitionKey, arrivedAt, data }) => ({
      eventID: `${position.shard}:${position.sequence}`,
      eventSourceARN: `arn:aws:kinesis:us-east-1:000000000000:stream/${position.stream}`,
      kinesis: {
        partitionKey,
        sequenceNumber: position.sequence,
        data,
        approximateArrivalTimestamp: arrivedAt / 1000,
      },
    })),
  };
}
