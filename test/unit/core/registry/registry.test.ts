import { beforeEach, describe, expect, it } from 'vitest';
import { answerRegistry } from '../../../../core/registry/registry.ts';
import { MemoryRegistry } from '../../../support/memory-registry.ts';

let store: MemoryRegistry;
beforeEach(() => {
  store = new MemoryRegistry();
});

/** Calls the registry: `POST /path?query`, and the status and body that it answers. */
async function call(target: string, body: unknown = ''): Promise<[number, unknown]> {
  const [method = '', rest = ''] = target.split(' ');
  const [path = '', query = ''] = rest.split('?');
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await answerRegistry(store, { method, path, query: new URLSearchParams(query), body: text });
  return [answer.status, answer.body];
}
const schema = (value: unknown) => ({ schema: typeof value === 'string' ? value : JSON.stringify(value) });
const record = (...fields: object[]) => schema({ type: 'record', name: 'Event', fields });
const a = { name: 'a', type: 'long' };
const b = { name: 'b', type: 'string' };
const bWithDefault = { ...b, default: '' };

/** The examples of Confluent's API reference, with what it says is answered. */
describe("Confluent's documented examples", () => {
  const test = schema(
    '{"type": "record", "name": "test", "fields": [{"type": "string", "name": "field1"}, {"type": "int", "name": "field2"}]}',
  );
  const text =
    '{"type":"record","name":"test","fields":[{"type":"string","name":"field1"},{"type":"int","name":"field2"}]}';

  it('registers, lists, and gives a schema back by id, by version and as latest', async () => {
    expect(await call('POST /subjects/test/versions', test)).toEqual([200, { id: 1, version: 1 }]);
    expect(await call('GET /subjects')).toEqual([200, ['test']]);
    expect(await call('GET /subjects/test/versions')).toEqual([200, [1]]);
    expect(await call('GET /schemas/ids/1')).toEqual([200, { schema: text }]);
    expect(await call('GET /schemas/types')).toEqual([200, ['AVRO']]);
    const version = { subject: 'test', id: 1, version: 1, schema: text };
    expect(await call('GET /subjects/test/versions/1')).toEqual([200, version]);
    expect(await call('GET /subjects/test/versions/latest')).toEqual([200, version]);
    expect(await call('GET /subjects/test/versions/1/schema')).toEqual([200, JSON.parse(text)]);
    expect(await call('GET /schemas/ids/1/schema')).toEqual([200, JSON.parse(text)]);
    expect(await call('POST /subjects/test', test)).toEqual([200, version]);
    expect(await call('POST /compatibility/subjects/test/versions/latest', test)).toEqual([
      200,
      { is_compatible: true },
    ]);
  });

  it('reads and sets levels', async () => {
    expect(await call('GET /config')).toEqual([200, { compatibilityLevel: 'BACKWARD' }]);
    expect(await call('PUT /config', { compatibility: 'FULL' })).toEqual([200, { compatibility: 'FULL' }]);
    expect(await call('GET /config')).toEqual([200, { compatibilityLevel: 'FULL' }]);
    expect(await call('GET /config/test')).toMatchObject([404, { error_code: 40408 }]);
    expect(await call('GET /config/test?defaultToGlobal=true')).toEqual([200, { compatibilityLevel: 'FULL' }]);
    expect(await call('PUT /config/test', { compatibility: 'backward' })).toEqual([200, { compatibility: 'BACKWARD' }]);
    expect(await call('GET /config/test')).toEqual([200, { compatibilityLevel: 'BACKWARD' }]);
    expect(await call('DELETE /config/test')).toEqual([200, { compatibilityLevel: 'BACKWARD' }]);
    expect(await call('DELETE /config/test')).toMatchObject([404, { error_code: 40408 }]);
    expect(await call('DELETE /config')).toEqual([200, { compatibilityLevel: 'FULL' }]);
    expect(await call('GET /config')).toEqual([200, { compatibilityLevel: 'BACKWARD' }]);
  });
});

describe('what is refused', () => {
  beforeEach(async () => void (await call('POST /subjects/s/versions', record(a))));

  it.each([
    ['GET /subjects/x/versions', '', 404, 40401, "Subject 'x' not found."],
    ['GET /subjects/x/versions/1', '', 404, 40401, "Subject 'x' not found."],
    ['POST /subjects/x', record(a), 404, 40401, "Subject 'x' not found."],
    ['GET /subjects/s/versions/2', '', 404, 40402, 'Version 2 not found.'],
    ['GET /schemas/ids/7', '', 404, 40403, 'Schema 7 not found'],
    ['GET /schemas/ids/seven', '', 404, 40403, 'Schema not found'],
    ['POST /subjects/s', record(b), 404, 40403, 'Schema not found'],
    ['POST /subjects/s/versions', record(a, b), 409, 40901, 'field b: the reader needs it and has no default'],
    ['POST /subjects/s/versions', schema('{'), 422, 42201, 'the schema must be JSON'],
    ['POST /subjects/s/versions', schema('"thing"'), 422, 42201, 'undefined type name: thing'],
    ['POST /subjects/s/versions', schema('{"type":"constructor"}'), 422, 42201, 'Invalid schema'],
    ['POST /subjects/s/versions', schema('{"type":"record","fields":[]}'), 422, 42201, 'missing name'],
    ['POST /subjects/s/versions', record({ ...a, default: 'x' }), 422, 42201, 'Invalid schema'],
    ['POST /subjects/s/versions', record({ name: 'a b', type: 'long' }), 422, 42201, 'invalid'],
    [
      'POST /subjects/s/versions',
      schema(`${'{"type":'.repeat(99)}"long"${'}'.repeat(99)}`),
      422,
      42201,
      '64 levels deep',
    ],
    ['POST /subjects/s/versions', schema(`"${'x'.repeat(100_001)}"`), 422, 42209, '100003 characters, over 100000'],
    ['POST /subjects/s/versions', { ...record(a), schemaType: 'JSON' }, 422, 42201, 'must be AVRO (received "JSON")'],
    ['POST /subjects/s/versions', { ...record(a), references: [{ name: 'x' }] }, 422, 42201, 'references'],
    ['POST /subjects/s/versions', '[]', 422, 42201, 'the schema as text in "schema"'],
    ['POST /subjects/s/versions', '', 422, 42201, 'the body must be JSON'],
    ['GET /subjects/s/versions/0', '', 422, 42202, '"0" is not a valid version id'],
    ['GET /subjects/s/versions/first', '', 422, 42202, '"first" is not a valid version id'],
    ['PUT /config', { compatibility: 'ALL' }, 422, 42203, 'FULL_TRANSITIVE (received "ALL")'],
    ['PUT /config', '{', 422, 42203, '(received nothing)'],
    ['DELETE /subjects/s', '', 422, 42205, 'never deleted'],
    ['DELETE /subjects/s/versions/1', '', 422, 42205, 'never deleted'],
    ['GET /subjects/%00/versions', '', 422, 42208, 'none of them a control character'],
    [`GET /subjects/${'x'.repeat(256)}/versions`, '', 422, 42208, '1 to 255 characters'],
    ['GET /nothing', '', 404, 404, 'HTTP 404 Not Found'],
    ['GET /subjects/%/versions', '', 404, 404, 'HTTP 404 Not Found'],
    ['DELETE /subjects', '', 405, 405, 'HTTP 405 Method Not Allowed'],
  ])('%.60s', async (target, body, status, code, message) => {
    const [answered, refusal] = await call(target, body);
    expect([answered, refusal]).toEqual([status, { error_code: code, message: expect.stringContaining(message) }]);
  });
});

describe('ids and versions', () => {
  it('gives a schema one id, in whatever subject and however it is written', async () => {
    await call('POST /subjects/one/versions', record(b));
    await call('POST /subjects/one/versions', record(b, { ...a, default: 0 }));
    const again = schema(
      ' {"fields": [{"type": {"type": "string"}, "name": "b", "order": "ascending"}], "name": "Event", "type": "record"}',
    );
    expect(await call('POST /subjects/two/versions', again)).toEqual([200, { id: 1, version: 1 }]);
    expect(await call('POST /subjects/one/versions', again)).toEqual([200, { id: 1, version: 1 }]);
    expect(await call('GET /subjects/one/versions')).toEqual([200, [1, 2]]);
  });

  it.each([
    ['a default', record({ ...b, default: 'x' })],
    ['a doc', record({ ...b, doc: 'x' })],
    ['an alias', record({ ...b, aliases: ['c'] })],
    ['a logical type', record({ name: 'b', type: { type: 'string', logicalType: 'uuid' } })],
  ])('takes %s for another schema', async (_, other) => {
    await call('POST /subjects/s/versions', record(b));
    expect(await call('POST /subjects/s/versions', other)).toEqual([200, { id: 2, version: 2 }]);
  });

  it('takes a name for what it is, however its namespace is given', async () => {
    const inner = { type: 'record', name: 'I', fields: [a] };
    const one = {
      type: 'record',
      name: 'x.E',
      fields: [
        { name: 'i', type: inner },
        { name: 'j', type: 'x.I' },
      ],
    };
    const two = {
      type: 'record',
      namespace: 'x',
      name: 'E',
      fields: [
        { name: 'i', type: inner },
        { name: 'j', type: 'I' },
      ],
    };
    expect(await call('POST /subjects/s/versions', schema(one))).toEqual([200, { id: 1, version: 1 }]);
    expect(await call('POST /subjects/s/versions', schema(two))).toEqual([200, { id: 1, version: 1 }]);
  });

  it('stay dense when many write at once', async () => {
    store.beforeAdd = () => Promise.resolve();
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, n) =>
        call(`POST /subjects/s${n}/versions`, record({ name: `f${n}`, type: 'int' })),
      ),
    );
    expect(answers.map(([, body]) => (body as { id: number }).id).sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it('of a subject are checked again when another writer was faster', async () => {
    await call('POST /subjects/s/versions', record(a));
    store.beforeAdd = async () => {
      store.beforeAdd = async () => {};
      await call('POST /subjects/s/versions', record(a, bWithDefault));
    };
    const rival = record(a, { name: 'b', type: 'int', default: 0 });
    expect(await call('POST /subjects/s/versions', rival)).toMatchObject([409, { error_code: 40901 }]);
  });

  it('names a subject that has a slash in it', async () => {
    await call('POST /subjects/a%2Fb/versions', record(a));
    expect(await call('GET /subjects?subjectPrefix=a/')).toEqual([200, ['a/b']]);
  });
});
