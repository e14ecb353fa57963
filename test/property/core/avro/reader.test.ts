import { Type } from 'avsc';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileSchema } from '../../../../core/avro/schema.ts';
import { wireFormat } from '../../../../core/avro/wire-format.ts';
import { type AvroCase, recordCases } from './cases.ts';

const encoded = ({ schema, value }: AvroCase) => Type.forSchema(schema as Type).toBuffer(value);
const reading = ({ schema }: AvroCase) => compileSchema(7, JSON.stringify(schema));

test('what avsc writes is read, in the form of JSON', () => {
  fc.assert(
    fc.property(recordCases, (one) => {
      expect(reading(one)(wireFormat(7, encoded(one)))).toEqual({ value: one.expected });
    }),
  );
});

test('no part of a payload is one, and nothing may follow it', () => {
  fc.assert(
    fc.property(recordCases, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 9 }), (one, cut, more) => {
      const bytes = encoded(one);
      const read = reading(one);
      if (bytes.length > 0) {
        expect(read(wireFormat(7, bytes.subarray(0, cut % bytes.length)))).toMatchObject({
          reason: { code: 'not-avro' },
        });
      }
      expect(read(wireFormat(7, Buffer.concat([bytes, more])))).toMatchObject({ reason: { code: 'not-avro' } });
    }),
  );
});

test('bytes of any kind are a value or refused, never an exception, whatever the schema', () => {
  fc.assert(
    fc.property(recordCases, fc.uint8Array({ maxLength: 200 }), (one, bytes) => {
      const decoded = reading(one)(wireFormat(7, bytes));
      if ('reason' in decoded) expect(decoded.reason.code).toBe('not-avro');
      else expect(JSON.parse(JSON.stringify(decoded.value))).toBeTypeOf('object');
    }),
    { numRuns: 1_000 },
  );
});

test('a byte changed in a payload makes another value or none', () => {
  fc.assert(
    fc.property(recordCases, fc.nat(), fc.integer({ min: 1, max: 255 }), (one, where, by) => {
      const bytes = Buffer.from(encoded(one));
      if (bytes.length === 0) return;
      const at = where % bytes.length;
      bytes.writeUInt8((bytes.readUInt8(at) + by) % 256, at);
      const decoded = reading(one)(wireFormat(7, bytes));
      if ('value' in decoded) expect(decoded.value).not.toEqual(one.expected);
      else expect(decoded.reason.code).toBe('not-avro');
    }),
  );
});
