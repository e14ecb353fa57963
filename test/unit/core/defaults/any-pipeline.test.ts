import { describe, expect, it } from 'vitest';
import { processBatch } from '../../../../core/batch.ts';
import { definePipeline } from '../../../../core/define-pipeline.ts';
import type { SourceRecord } from '../../../../core/source.ts';
import type { AcceptedRecord, EventStore } from '../../../../core/store.ts';

const ARRIVED = Date.parse('2026-11-22T12:00:00.000Z');
const pipeline = definePipeline({ name: 'shop-visits', stream: { name: 'shop.visits' } });

function record(payload: unknown, sequence = '7'): SourceRecord {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return {
    position: { stream: 'shop.visits', shard: 'shardId-000000000001', sequence },
    partitionKey: 'p',
    arrivedAt: ARRIVED,
    data: Buffer.from(text).toString('base64'),
  };
}

/** The one event that a payload becomes. */
async function eventOf(payload: unknown): Promise<Record<string, unknown>> {
  const taken: AcceptedRecord<Readonly<Record<string, unknown>>>[] = [];
  const store: EventStore<Readonly<Record<string, unknown>>> = {
    write: async (accepted) => {
      taken.push(...accepted);
      return { refused: [], failed: [] };
    },
  };
  const { rejected } = await processBatch(pipeline, [record(payload)], store, () => ARRIVED);
  expect(rejected).toEqual([]);
  return taken[0]?.event ?? {};
}

describe('a pipeline of name and stream', () => {
  it('has every setting', () => {
    expect(pipeline).toMatchObject({
      name: 'shop-visits',
      description: 'Events of shop.visits',
      stream: { name: 'shop.visits', shards: 1, retentionHours: 24 },
      record: {
        table: {
          keyspace: 'shop_visits',
          name: 'events',
          columns: { event_id: 'text', event_time: 'timestamp', payload: 'text' },
          partitionKey: ['event_id'],
        },
      },
      queries: [],
    });
    expect(pipeline).not.toHaveProperty('analysis');
  });

  it.each([
    ['a text', { event_id: 'a-1' }, 'a-1'],
    ['a number', { id: 42 }, '42'],
    ['the first that is fit', { event_id: ' ', id: 'b-2' }, 'b-2'],
    ["the sender's own", { _event_id: 'c-3' }, 'c-3'],
    ['none: the position', {}, 'shardId-000000000001:7'],
    ['one too long for a key', { event_id: 'x'.repeat(129) }, 'shardId-000000000001:7'],
    ['one of another type', { event_id: { $oid: '1' }, id: null }, 'shardId-000000000001:7'],
  ])('takes for the id %s', async (_, payload, id) => {
    const event = await eventOf(payload);
    expect(pipeline.id(event)).toBe(id);
    expect(event).toMatchObject(payload);
  });

  it.each([
    ['an instant', { ts: '2026-11-22T11:59:00Z' }, ARRIVED - 60_000],
    ['one with an offset', { timestamp: '2026-11-22 13:59:00+02:00' }, ARRIVED - 60_000],
    ['milliseconds', { ts: ARRIVED - 1 }, ARRIVED - 1],
    ['none: the arrival', {}, ARRIVED],
    ['seconds, which would be 1970: the arrival', { ts: ARRIVED / 1000 }, ARRIVED],
    ['no day of the calendar: the arrival', { ts: '2026-02-30T00:00:00Z' }, ARRIVED],
    ['a clock a little ahead', { ts: ARRIVED + 300_000 }, ARRIVED + 300_000],
    ['the future: the arrival', { ts: ARRIVED + 300_001, timestamp: ARRIVED }, ARRIVED],
  ])('takes for the time %s', async (_, payload, time) => {
    const event = await eventOf(payload);
    expect(pipeline.eventTime(event)).toBe(time);
    expect(event).toMatchObject(payload);
  });

  it('adds nothing to an event that has both, and is the same when it is sent again', async () => {
    const payload = { id: 1, timestamp: '2026-11-22T12:00:00Z', deep: { a: [1, null] } };
    expect(await eventOf(payload)).toEqual(payload);
    const named = await eventOf({ value: 1 });
    expect(named).toEqual({ value: 1, _event_id: 'shardId-000000000001:7', _event_time: '2026-11-22T12:00:00.000Z' });
    expect(await eventOf(named)).toEqual(named);
  });

  it('gives the event back from its row', async () => {
    const event = await eventOf({ b: 2, a: { c: ['x', null, 1.5] }, text: 'ñ\u0000' });
    const row = pipeline.record.toRow(event);
    expect(row).toMatchObject({ event_id: 'shardId-000000000001:7', event_time: new Date(ARRIVED) });
    expect(JSON.stringify(pipeline.record.toEvent(row))).toBe(JSON.stringify(event));
  });

  it.each([
    [{ key: 'k' }, 'k', 'k'],
    [{ key: 9 }, '9', '9'],
    [{ key: '', id: 'i' }, 'i', 'all'],
    [{ key: 'x'.repeat(257), id: 'i' }, 'i', 'all'],
  ])('partitions %j by key, else by id', (event, partition, latest) => {
    expect(pipeline.partitionKey(event)).toBe(partition);
    expect(pipeline.latest.key(event)).toBe(latest);
  });

  it('shows as latest what is short', () => {
    const wide = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`n${n}`, n]));
    const event = { text: 'short', long: 'x'.repeat(101), list: [1], no: null, yes: true, ...wide };
    const values = pipeline.latest.values(event);
    expect(values).toMatchObject({ text: 'short', yes: true, n0: 0 });
    expect(Object.keys(values)).toHaveLength(20);
  });

  it('says what an event lacks that was never normalised', () => {
    expect(() => pipeline.id({})).toThrow(/an id in none of event_id, id, _event_id: normalise it first/);
    expect(() => pipeline.eventTime({})).toThrow(/a time in none of _event_time, event_time, ts, timestamp/);
  });

  it("keeps the author's own functions, and completes what they normalise", () => {
    const own = definePipeline({
      name: 'own',
      stream: { name: 'own' },
      normalise: ({ value }) => ({ value }),
      partitionKey: ({ value }) => String(value),
      eventTime: () => 5,
    });
    const context = { arrivedAt: ARRIVED, position: record({}).position };
    expect(own.normalise({ value: 3, more: 4 }, context)).toEqual({ value: 3, _event_id: 'shardId-000000000001:7' });
    expect([own.partitionKey({ value: 3 }), own.latest.key({ value: 3 }), own.eventTime({})]).toEqual(['3', '3', 5]);
    expect(own.generator).toBeUndefined();
  });

  it('has no table in a keyspace of the store', () => {
    expect(() => definePipeline({ name: 'system-auth', stream: { name: 's' } })).toThrow(
      /Pipeline system-auth needs a record table of its own: Cassandra keeps the keyspace "system_auth"/,
    );
  });
});
