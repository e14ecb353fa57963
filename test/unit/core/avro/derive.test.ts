import { describe, expect, it } from 'vitest';
import { avroSchemaOf } from '../../../../core/avro/derive.ts';
import { compileSchema } from '../../../../core/avro/schema.ts';
import { payloadWriter } from '../../../../core/avro/write.ts';
import { planRecords } from '../../../../core/producer/plan.ts';
import { schemaDocument } from '../../../../core/schema/document.ts';
import { pipelineNamed } from '../../../../pipelines/index.ts';

describe('the Avro schema of a JSON schema', () => {
  it('has a type for each, and null for what may lack', () => {
    const schema = {
      type: 'object',
      required: ['id', 'at'],
      properties: {
        id: { type: 'string', minLength: 1 },
        at: { type: 'string', format: 'date-time' },
        kind: { enum: ['a', 'b'] },
        version: { const: 2 },
        amount: { type: 'number' },
        count: { type: 'integer' },
        ok: { type: 'boolean' },
        tags: { type: 'array', items: { type: 'string' } },
        texts: { type: 'object', patternProperties: { '^.*$': { type: 'string' } } },
        place: { type: 'object', required: ['lat'], properties: { lat: { type: 'number' } } },
      },
    };
    const optional = (name: string, type: unknown) => ({ name, type: ['null', type], default: null });
    expect(avroSchemaOf(schema, 'my-events')).toEqual({
      type: 'record',
      name: 'my_events',
      fields: [
        { name: 'id', type: 'string' },
        { name: 'at', type: 'string' },
        optional('kind', 'string'),
        optional('version', 'long'),
        optional('amount', 'double'),
        optional('count', 'long'),
        optional('ok', 'boolean'),
        optional('tags', { type: 'array', items: 'string' }),
        optional('texts', { type: 'map', values: 'string' }),
        optional('place', { type: 'record', name: 'my_events_place', fields: [{ name: 'lat', type: 'double' }] }),
      ],
    });
  });

  it.each([
    [{ any: {} }, 'the field any has no type in Avro'],
    [{ place: { type: 'object', properties: { of: { anyOf: [] } } } }, 'the field place.of has no type in Avro'],
    [{ 'a-b': { type: 'string' } }, 'the field a-b has no name in Avro'],
  ])('names a field that Avro can not have: %j', (properties, message) => {
    expect(() => avroSchemaOf({ type: 'object', properties }, 'e')).toThrow(message);
  });
});

it('what our producer writes of payments is read as it was', () => {
  const payments = pipelineNamed('payments');
  const schema = avroSchemaOf(schemaDocument(payments), 'payments');
  const write = payloadWriter(3, schema);
  const read = compileSchema(3, JSON.stringify(schema));
  const request = {
    ...{ pipeline: 'payments', eventsPerSecond: 50, durationSeconds: 4, devices: 9, seed: 1, producer: 0 },
    ...{ startAt: '2026-01-01T00:00:00Z', faults: { invalid: 0, duplicate: 0, late: 0, outOfOrder: 0 } },
    ...{ retries: 0, lingerMs: 0, degrading: 0 },
  };
  const events = [...planRecords(payments, request)].map(({ payload }) => JSON.parse(Buffer.from(payload).toString()));
  expect(events).toHaveLength(200);
  for (const event of events) {
    const decoded = read(Buffer.from(write(event)));
    const value = 'value' in decoded ? decoded.value : {};
    expect(Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null))).toEqual(event);
  }
});
