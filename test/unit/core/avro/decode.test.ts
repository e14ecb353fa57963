import { describe, expect, it } from 'vitest';
import { avroDecode, type KnownSchema } from '../../../../core/avro/decode.ts';
import { compileSchema } from '../../../../core/avro/schema.ts';
import { isWireFormat, schemaIdOf, wireFormat } from '../../../../core/avro/wire-format.ts';

const text = JSON.stringify({ type: 'record', name: 'R', fields: [{ name: 'f', type: 'long' }] });
const known = new Map<number, KnownSchema>([
  [1, { registeredAt: 1_000_000, read: compileSchema(1, text) }],
  [2, { registeredAt: 0, read: 'unknown type: "thing"' }],
]);
const both = avroDecode(['json', 'avro'], known);
const record = (payload: Uint8Array | string, arrivedAt = 1_000_000) => ({
  data: Buffer.from(payload).toString('base64'),
  arrivedAt,
});
const avro = (id: number) => wireFormat(id, Buffer.from([0x02]));

describe('a pipeline that takes JSON and Avro', () => {
  it('reads each', () => {
    expect(both(record(avro(1)))).toEqual({ value: { f: 1 } });
    expect(both(record('{"f":1}'))).toEqual({ value: { f: 1 } });
  });

  it('rejects a schema that the registry does not have, or that can not be used', () => {
    expect(both(record(avro(9)))).toMatchObject({
      reason: { code: 'unknown-schema', message: expect.stringContaining('the registry has no schema 9') },
    });
    expect(both(record(avro(2)))).toMatchObject({
      reason: { code: 'unknown-schema', message: 'schema 2 can\'t be used: unknown type: "thing"' },
    });
  });

  it('does not know a schema that was registered after the record had come, so that every reader judges alike', () => {
    expect(both(record(avro(1), 995_000))).toHaveProperty('value');
    expect(both(record(avro(1), 994_999))).toMatchObject({ reason: { code: 'unknown-schema' } });
  });

  it.each([1, 4])('rejects a header of %i bytes', (length) => {
    expect(both(record(avro(1).subarray(0, length)))).toMatchObject({
      reason: { code: 'not-avro', message: expect.stringContaining(`(received ${length})`) },
    });
  });

  it('rejects base64 that is not canonical', () => {
    expect(both({ data: 'AAAAAAEC!', arrivedAt: 0 })).toMatchObject({ reason: { code: 'not-base64' } });
  });
});

it('takes no JSON where only Avro is taken', () => {
  expect(avroDecode(['avro'], known)(record('{"f":1}'))).toMatchObject({
    reason: { code: 'not-avro', message: expect.stringContaining('first byte must be 0') },
  });
});

describe('the wire format', () => {
  it('is told by its first byte', () => {
    for (let byte = 0; byte < 256; byte += 1) {
      expect(isWireFormat(Buffer.from([byte, 255]).toString('base64')), String(byte)).toBe(byte === 0);
    }
    expect(isWireFormat('')).toBe(false);
  });

  it('names its schema in four bytes, big-endian', () => {
    expect(wireFormat(0x01020304, Buffer.from([9]))).toEqual(Buffer.from([0, 1, 2, 3, 4, 9]));
    expect(schemaIdOf(record(avro(0xfffffffe)).data)).toBe(0xfffffffe);
    expect(schemaIdOf(record(avro(1).subarray(0, 4)).data)).toBeUndefined();
    expect(schemaIdOf(record('{}').data)).toBeUndefined();
  });
});
