import { describe, expect, it } from 'vitest';
import { type Payload, PayloadReader } from '../../../../cli/messages/payload.ts';
import { messageDocument, messageLine } from '../../../../cli/messages/text.ts';
import type { KnownSchema } from '../../../../core/avro/decode.ts';
import { compileSchema } from '../../../../core/avro/schema.ts';
import { payloadWriter } from '../../../../core/avro/write.ts';
import type { Pipeline } from '../../../../core/pipeline.ts';
import type { SourceRecord } from '../../../../core/source.ts';
import { pipelineNamed } from '../../../../pipelines/index.ts';

const schema = {
  type: 'record',
  name: 'Reading',
  fields: [
    { name: 'device_id', type: 'string' },
    { name: 'count', type: 'long' },
  ],
} as const;
const write = payloadWriter(7, schema as never);
const known = new Map<number, KnownSchema>([[7, { registeredAt: 0, read: compileSchema(7, JSON.stringify(schema)) }]]);

function recordOf(payload: string | Uint8Array): SourceRecord {
  return {
    position: { stream: 's', shard: 'shardId-000000000000', sequence: '42' },
    partitionKey: 'k\u001b[2J',
    arrivedAt: Date.UTC(2026, 10, 22, 12),
    data: Buffer.from(payload).toString('base64'),
  };
}

function read(payload: string | Uint8Array, { pipeline = 'sensors', unmasked = false } = {}): Promise<Payload> {
  const book = { get: (id: number) => known.get(id), load: async () => undefined };
  return new PayloadReader(pipelineNamed(pipeline) as Pipeline, book, unmasked).read(recordOf(payload));
}

async function lineOf(payload: string | Uint8Array, isFull = false): Promise<string> {
  return messageLine(recordOf(payload), await read(payload), isFull);
}

describe('a message on a line', () => {
  it('has time, shard, position, key, size and payload, and lets no control character through', async () => {
    const line = await lineOf('{"a":\n  "b\\u001b"}');
    expect(line).toBe('2026-11-22T12:00:00.000Z  shardId-000000000000  42  k·[2J  18 B  {"a": "b\\u001b"}');
    expect(await lineOf('a\u001b[31m\nb\u009b')).toContain('B  a·[31m·b·');
    expect(await lineOf('')).toMatch(/0 B {2}\(empty\)$/);
  });

  it('shows the start of a long payload, or the whole', async () => {
    const long = JSON.stringify({ text: 'x'.repeat(1000) });
    expect((await lineOf(long)).length).toBeLessThan(500);
    expect(await lineOf(long)).toMatch(/x…$/);
    expect(await lineOf(long, true)).toContain(long);
  });

  it('shows bytes that are no text as base64', async () => {
    expect(await lineOf(Uint8Array.from([0xff, 0xfe, 1]))).toMatch(/3 B {2}binary, base64 \/\/4B$/);
  });

  it('shows Avro with its schema, read by the registry where it has that', async () => {
    expect(await lineOf(write({ device_id: 'd1', count: 3 }))).toMatch(
      /Avro, schema 7: \{"device_id":"d1","count":3\}$/,
    );
    const unknown = payloadWriter(8, schema as never)({ device_id: 'd1', count: 3 });
    expect(await lineOf(unknown)).toMatch(/Avro, schema 8, base64 AAAAAA\S+ \(the registry has no schema 8: /);
  });
});

describe('a message as a document', () => {
  it('has the payload as it is, and its value', async () => {
    const text = '{"a": 1.0}';
    expect(messageDocument(recordOf(text), await read(text))).toEqual({
      ...{ shard: 'shardId-000000000000', sequence: '42', arrivedAt: '2026-11-22T12:00:00.000Z' },
      ...{ partitionKey: 'k\u001b[2J', bytes: 10, format: 'json', value: { a: 1 }, text },
    });
    expect(await read('garbage')).toEqual({ format: 'text', text: 'garbage' });
    expect(await read(write({ device_id: 'd1', count: 3 }))).toMatchObject({ format: 'avro', schemaId: 7 });
  });
});

describe('of a pipeline with personal fields', () => {
  const person = {
    ...{ id: '3704a873-15e6-4c39-b0b8-9dfe709cac84', first_name: 'Nisha', last_name: 'Reddy', gender: 'female' },
    ...{ address: '4863 Gandhi Marg, Puri, India', post_code: '670214', email: 'nisha@example.com' },
    ...{ username: 'crimsonsalmon297', dob: '1990-03-27T02:47:06.864Z', phone: '9956385336', country: 'India' },
    ...{ registered_date: '2014-03-24T14:51:51.945Z', picture: 'https://randomuser.me/api/portraits/80.jpg' },
  };
  const shown = (value: unknown, unmasked = false) => read(JSON.stringify(value), { pipeline: 'users', unmasked });

  it('an event is shown with these masked, and so is what its schema does not name', async () => {
    const payload = await shown({ ...person, nickname: 'Nish', gender: ' female ' });
    expect(payload).toMatchObject({
      format: 'json',
      value: {
        id: person.id,
        country: 'India',
        gender: ' female ',
        first_name: 'N***',
        nickname: 'N***',
        email: 'n***@example.com',
      },
    });
    for (const word of ['Nisha', 'Nish', 'Gandhi', 'crimson', '1990', '9956']) {
      expect(JSON.stringify(payload)).not.toContain(word);
    }
  });

  it('what is no event is not shown at all', async () => {
    expect(await shown({ ...person, email: 'Nisha Reddy' })).toEqual({ format: 'hidden' });
    expect(await read('Nisha Reddy', { pipeline: 'users' })).toEqual({ format: 'hidden' });
    expect(await read(Uint8Array.from([0xff, 1]), { pipeline: 'users' })).toEqual({ format: 'hidden' });
    expect(messageLine(recordOf('x'), { format: 'hidden' }, false)).toContain('hidden, --unmasked shows it');
  });

  it('--unmasked shows all as it is', async () => {
    expect(await shown(person, true)).toMatchObject({ format: 'json', value: person });
    expect(await read('Nisha Reddy', { pipeline: 'users', unmasked: true })).toMatchObject({ text: 'Nisha Reddy' });
  });
});
