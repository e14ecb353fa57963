import Type from 'typebox';
import { describe, expect, it } from 'vitest';
import { definePipeline } from '../../../../core/define-pipeline.ts';
import { createJudge } from '../../../../core/judge.ts';
import type { SourceRecord } from '../../../../core/source.ts';

const ARRIVED = Date.parse('2026-11-22T12:00:00.000Z');
const schema = Type.Object({
  orderNo: Type.Integer(),
  customer: Type.String({ minLength: 1 }),
  paid: Type.Boolean(),
  total: Type.Number({ minimum: 0 }),
  items: Type.Array(Type.Object({ sku: Type.String(), count: Type.Integer() })),
  at: Type.String({ format: 'instant' }),
  note: Type.Optional(Type.String()),
  'Order No': Type.Optional(Type.Integer({ minimum: 0, maximum: 9 })),
});
const shop = definePipeline({ name: 'shop', stream: { name: 'shop' }, schema });
const order = {
  orderNo: 7,
  customer: 'ana',
  paid: true,
  total: 12.5,
  items: [{ sku: 'x', count: 2 }],
  at: '2026-11-22T11:00:00.000Z',
};

function record(payload: unknown): SourceRecord {
  return {
    position: { stream: 'shop', shard: 'shardId-000000000000', sequence: '1' },
    partitionKey: 'p',
    arrivedAt: ARRIVED,
    data: Buffer.from(JSON.stringify(payload)).toString('base64'),
  };
}

function reasons(pipeline: typeof shop, payload: unknown): string[] {
  const judged = createJudge(pipeline)(record(payload));
  return 'rejected' in judged ? judged.rejected.reasons.map(({ field, message }) => `${field}: ${message}`) : [];
}

function accepted(pipeline: typeof shop, payload: unknown): Readonly<Record<string, unknown>> {
  const judged = createJudge(pipeline)(record(payload));
  return 'accepted' in judged ? judged.accepted.event : {};
}

describe('a pipeline of name, stream and schema', () => {
  it('makes a column of each field', () => {
    expect(shop.record.table.columns).toEqual({
      event_id: 'text',
      event_time: 'timestamp',
      order_no: 'bigint',
      customer: 'text',
      paid: 'boolean',
      total: 'double',
      items: 'text',
      at: 'timestamp',
      note: 'text',
      order_no_2: 'int',
    });
  });

  it('keeps a choice of texts as the text that it is, any other choice as JSON', () => {
    const choices = definePipeline({
      name: 'choices',
      stream: { name: 'choices' },
      schema: Type.Object({
        level: Type.Enum(['low', 'high']),
        side: Type.Union([Type.Literal('left'), Type.Literal('right')]),
        mixed: Type.Enum(['a', 1]),
        either: Type.Union([Type.Literal('none'), Type.Number()]),
      }),
    });
    const event = accepted(choices, { level: 'low', side: 'left', mixed: 'a', either: 'none' });
    const row = choices.record.toRow(event);
    expect(row).toMatchObject({ level: 'low', side: 'left', mixed: '"a"', either: '"none"' });
    expect(choices.record.toEvent(row)).toEqual(event);
  });

  it('takes the fields of the schema as they are, names the event, and gives it back from its row', () => {
    const event = accepted(shop, { more: 1, ...order });
    expect(event).toEqual({
      ...order,
      _event_id: 'shardId-000000000000:1',
      _event_time: '2026-11-22T12:00:00.000Z',
    });
    expect(shop.record.toRow(event)).toMatchObject({
      event_id: 'shardId-000000000000:1',
      order_no: 7,
      items: '[{"sku":"x","count":2}]',
      at: new Date('2026-11-22T11:00:00.000Z'),
    });
    for (const full of [event, { ...event, note: '', 'Order No': 3 }]) {
      const normal = accepted(shop, full);
      expect(JSON.stringify(shop.record.toEvent(shop.record.toRow(normal)))).toBe(JSON.stringify(normal));
    }
  });

  it('brings instants into normal form, from ISO 8601 and milliseconds', () => {
    for (const at of ['2026-11-22 12:00:00+01:00', '2026-11-22T11:00:00Z', Date.parse(order.at)]) {
      expect(accepted(shop, { ...order, at }).at).toBe(order.at);
    }
    expect(reasons(shop, { ...order, at: 'noon' })).toEqual([expect.stringContaining('at: must be an instant')]);
  });

  it('judges by the schema, and refuses what its columns could not give back', () => {
    expect(reasons(shop, { ...order, paid: 'yes' })).toEqual(['paid: must be a boolean (received "yes")']);
    expect(reasons(shop, { ...order, orderNo: 1e300 })).toEqual([
      'orderNo: must be a whole number of at most 15 digits (received 1e+300)',
    ]);
    expect(reasons(shop, { ...order, customer: '\ud800' })).toEqual(['customer: must be well-formed Unicode']);
  });

  it('shares the columns event_id and event_time with fields that are id and time', () => {
    const named = definePipeline({
      name: 'named',
      stream: { name: 'named' },
      schema: Type.Object({ event_id: Type.String({ format: 'id' }), event_time: Type.String({ format: 'instant' }) }),
    });
    expect(Object.keys(named.record.table.columns)).toEqual(['event_id', 'event_time']);
    const event = accepted(named, { event_id: 'e', event_time: '2026-11-22T11:00:00.000Z' });
    expect(named.record.toEvent(named.record.toRow(event))).toEqual(event);
    expect(reasons(named, { event_id: 'e', event_time: '2026-11-22T12:05:00.001Z' })).toEqual([
      expect.stringContaining('must be at most 5 min after its arrival'),
    ]);
  });

  it('keeps them apart where they may differ', () => {
    const apart = definePipeline({
      name: 'apart',
      stream: { name: 'apart' },
      schema: Type.Object({ event_id: Type.Optional(Type.String()), event_time: Type.String(), id: Type.Integer() }),
    });
    expect(Object.keys(apart.record.table.columns)).toEqual([
      'event_id',
      'event_time',
      'event_id_2',
      'event_time_2',
      'id',
    ]);
    const event = accepted(apart, { event_id: ' ', event_time: 'noon', id: 3 });
    expect(apart.id(event)).toBe('3');
    expect(apart.record.toEvent(apart.record.toRow(event))).toEqual(event);
  });

  it('lets a schema forbid further fields', () => {
    const closed = definePipeline({
      name: 'closed',
      stream: { name: 'closed' },
      schema: Type.Object({ value: Type.Number() }, { additionalProperties: false }),
    });
    expect(reasons(closed, { value: 1 })).toEqual([]);
    expect(reasons(closed, { value: 1, more: 2 })).toHaveLength(1);
    const event = accepted(closed, { value: 1 });
    expect(closed.record.toEvent(closed.record.toRow(event))).toEqual(event);
  });

  it("adds the author's check to its own", () => {
    const checked = definePipeline({
      name: 'checked',
      stream: { name: 'checked' },
      schema,
      check: () => [{ code: 'rule', field: 'total', message: 'must be even' }],
    });
    expect(reasons(checked, { ...order, orderNo: 1e300 })).toHaveLength(2);
  });
});
