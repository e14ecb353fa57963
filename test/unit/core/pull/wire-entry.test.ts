import { describe, expect, it } from 'vitest';
import { payloadHash } from '../../../../core/acknowledgement.ts';
import { definePipeline } from '../../../../core/define-pipeline.ts';
import { payloadOf } from '../../../../core/producer/payload.ts';
import { createWireWriter } from '../../../../core/pull/wire-entry.ts';
import { pipelineNamed } from '../../../../pipelines/index.ts';
import { orders, wire } from '../../../support/schema/orders.ts';

const at = Date.parse('2026-11-22T17:00:00Z');
const position = { stream: 's', shard: 'shardId-000000000001', sequence: '49' };
const textOf = (data: Uint8Array): unknown => JSON.parse(Buffer.from(data).toString());

const reading = {
  event_id: 'a-1',
  device_id: 'Sensor-7',
  ts: '2026-11-22T16:59:00Z',
  temperature_c: '24.5',
  humidity_pct: 50,
};

describe('a fetched record', () => {
  it('goes into the stream as it is, with the key of the event that the pipeline makes of it', () => {
    const { entry } = createWireWriter(pipelineNamed('sensors'));
    const { partitionKey, data } = entry(reading, 'own', at);
    expect([partitionKey, textOf(data)]).toEqual(['sensor-7', reading]);
  });

  it('is known to the ledger by what the table of record gives back', () => {
    const sensors = pipelineNamed('sensors');
    const { entry, identity } = createWireWriter(sensors);
    const written = entry(reading, 'own', at);
    const event = { ...reading, device_id: 'sensor-7', ts: '2026-11-22T16:59:00.000Z', temperature_c: 24.5 };
    const { toEvent, toRow } = sensors.record;
    expect(identity(written, position, at)).toEqual({
      eventId: 'a-1',
      hash: payloadHash(JSON.stringify(toEvent(toRow(event)))),
    });
  });

  it('of an older version of the schema is known by the payload that the ledger makes of its row', () => {
    const { entry, identity } = createWireWriter(orders);
    const hash = payloadHash(payloadOf(orders, wire[3]));
    expect(identity(entry(wire[1], 'own', at), position, at)).toEqual({ eventId: 'o-1', hash });
  });

  it('that is no event goes into the stream too, to be rejected there with its reasons', () => {
    const { entry, identity } = createWireWriter(pipelineNamed('sensors'));
    const written = entry({ wrong: true }, 'own', at);
    const hash = payloadHash('{"wrong":true}');
    expect([written.partitionKey, textOf(written.data)]).toEqual([hash, { wrong: true }]);
    expect(identity(written, position, at)).toEqual({ eventId: hash, hash });
  });

  it('that brings no id and no time gets its own of the source: fetched twice, it is one event', () => {
    const { entry, identity } = createWireWriter(definePipeline({ name: 'rows', stream: { name: 'rows' } }));
    const written = entry({ order_no: 17 }, '17', at);
    expect(textOf(written.data)).toEqual({
      order_no: 17,
      _event_id: '17',
      _event_time: '2026-11-22T17:00:00.000Z',
    });
    const other = { ...position, sequence: '50' };
    expect(identity(written, position, at)).toEqual(identity(written, other, at + 5_000));
    expect(identity(written, position, at).eventId).toBe('17');
  });
});
