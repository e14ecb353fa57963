import { describe, expect, it } from 'vitest';
import { compileSchema } from '../../../../core/avro/schema.ts';
import { wireFormat } from '../../../../core/avro/wire-format.ts';
import { varint } from '../../../support/avro.ts';

const read = (schema: unknown, ...bytes: number[]) =>
  compileSchema(7, JSON.stringify(schema))(wireFormat(7, Buffer.from(bytes)));
const record = (type: unknown) => ({ type: 'record', name: 'R', fields: [{ name: 'f', type }] });
/** The value of the only field, or the message of the only reason. */
const field = (type: unknown, ...bytes: number[]) => {
  const decoded = read(record(type), ...bytes);
  return 'value' in decoded ? decoded.value.f : decoded.reason.message;
};
const refused = (what: string) => `the payload must be Avro by schema 7: ${what}`;

describe('bytes of the specification', () => {
  it.each([
    [0, [0x00]],
    [-1, [0x01]],
    [1, [0x02]],
    [-64, [0x7f]],
    [64, [0x80, 0x01]],
  ])('long %i', (value, bytes) => expect(field('long', ...bytes)).toBe(value));

  it('string, array, map in two blocks, one with its size, and union', () => {
    expect(field('string', 0x06, 0x66, 0x6f, 0x6f)).toBe('foo');
    expect(field({ type: 'array', items: 'long' }, 0x04, 0x06, 0x36, 0x00)).toEqual([3, 27]);
    const map = [0x01, 0x06, 0x02, 0x61, 0x02, 0x02, 0x02, 0x62, 0x04, 0x00];
    expect(field({ type: 'map', values: 'long' }, ...map)).toEqual({ a: 1, b: 2 });
    expect(field(['null', 'string'], 0x00)).toBeNull();
    expect(field(['null', 'string'], 0x02, 0x02, 0x61)).toBe('a');
  });
});

describe('what JSON can not say', () => {
  it.each([2n ** 53n - 1n, -(2n ** 53n) + 1n, -(2n ** 52n) - 1n])('a long of %s is a number', (value) =>
    expect(field('long', ...varint(value))).toBe(Number(value)),
  );

  it.each([2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n)])('a long of %s is text', (value) =>
    expect(field('long', ...varint(value))).toBe(String(value)),
  );

  it('NaN and the infinities are text, bytes and fixed base64', () => {
    expect(field('float', 0x00, 0x00, 0xc0, 0x7f)).toBe('NaN');
    expect(field('float', 0x00, 0x00, 0x80, 0xff)).toBe('-Infinity');
    expect(field('bytes', 0x04, 0x00, 0xff)).toBe('AP8=');
    expect(field({ type: 'fixed', name: 'F', size: 2 }, 0x00, 0xff)).toBe('AP8=');
  });

  it.each([
    [2, [0x04, 0x04, 0xd2], '12.34'],
    [2, [0x02, 0xff], '-0.01'],
    [0, [0x02, 0x80], '-128'],
    [3, [0x00], '0.000'],
  ])('a decimal of scale %i', (scale, bytes, text) => {
    const decimal = { type: 'bytes', logicalType: 'decimal', precision: 9, scale };
    expect(field(decimal, ...bytes)).toBe(text);
  });

  it.each([-1, 0.5, 500_000_000, '2'])('a decimal of scale %s is what it is made of', (scale) => {
    expect(field({ type: 'bytes', logicalType: 'decimal', precision: 9, scale }, 0x02, 0x05)).toBe('BQ==');
  });

  it('a decimal of more digits than anybody has time for is refused', () => {
    const decimal = { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 };
    const message = 'f must be a decimal of at most 4096 bytes (received 4097)';
    expect(field(decimal, ...varint(4_097n), ...Buffer.alloc(4_097, 0x5a))).toBe(refused(message));
    expect(field(decimal, ...varint(4_096n), ...Buffer.alloc(4_096, 0x5a))).toHaveLength(9_865);
  });

  it('every timestamp is in milliseconds, what lies beyond them is cut', () => {
    const of = (logicalType: string) => ({ type: 'long', logicalType });
    expect(field(of('timestamp-millis'), ...varint(1_763_000_000_123n))).toBe(1_763_000_000_123);
    expect(field(of('timestamp-micros'), ...varint(1_763_000_000_123_999n))).toBe(1_763_000_000_123);
    expect(field(of('timestamp-nanos'), ...varint(1_763_000_000_123_999_999n))).toBe(1_763_000_000_123);
    expect(field(of('timestamp-micros'), ...varint(-1n))).toBe(-1);
  });

  it('a logical type of the wrong kind is what it is made of', () => {
    expect(field({ type: 'string', logicalType: 'decimal', precision: 4 }, 0x02, 0x61)).toBe('a');
    expect(field({ type: 'int', logicalType: 'timestamp-micros' }, 0x02)).toBe(1);
  });

  it('a key called __proto__ is a field like any other', () => {
    const decoded = field({ type: 'map', values: 'long' }, 0x02, 0x12, ...Buffer.from('__proto__'), 0x02, 0x00);
    expect(Object.entries(decoded as object)).toEqual([['__proto__', 1]]);
  });
});

describe('hostile bytes are refused in words, at once', () => {
  const list = record(['null', 'R']);
  const nulls = { type: 'array', items: 'null' };

  it.each<[string, unknown, number[], string]>([
    ['a text of 4 GB', 'string', [...varint(2n ** 32n)], 'f has a text of 4294967296 bytes where 0 are left'],
    ['a text of negative length', 'string', [0x01], 'f has a text of -1 bytes where 0 are left'],
    [
      'a text of 2^63 − 1',
      'string',
      [...varint(2n ** 63n - 1n)],
      `f has a text of ${2n ** 63n - 1n} bytes where 0 are left`,
    ],
    ['an array of 2^40 nulls', nulls, [...varint(2n ** 40n), 0x00], 'f holds over 10012 values'],
    ['an array of 2^63 − 1 nulls', nulls, [...varint(2n ** 63n - 1n), 0x00], 'f holds over 10016 values'],
    [
      'a map of as many',
      { type: 'map', values: 'null' },
      [...varint(2n ** 40n)],
      'f ends where more bytes must follow',
    ],
    [
      'a number without end',
      'long',
      Array(30).fill(0xff),
      'f must be a whole number of 64 bits (received one that is longer)',
    ],
    ['an int of 2^31', 'int', [...varint(2n ** 31n)], 'f must be a whole number of 32 bits (received 2147483648)'],
    ['a branch that is none', ['null', 'string'], [0x04], 'f must be of one of 2 types (received number 2)'],
    [
      'a symbol that is none',
      { type: 'enum', name: 'E', symbols: ['A'] },
      [0x01],
      'f must be one of 1 symbols (received number -1)',
    ],
    ['a boolean of 2', 'boolean', [0x02], 'f must be a boolean, 0 or 1 (received the byte 2)'],
    ['text that is no UTF-8', 'string', [0x02, 0xff], 'f must be UTF-8 (received 1 bytes that are not)'],
    [
      'a block of another size',
      { type: 'array', items: 'long' },
      [0x01, 0x04, 0x02, 0x02, 0x00],
      'f has a block that is not of 2 bytes',
    ],
    ['a double cut off', 'double', [0x00], 'f ends where 7 more bytes must follow'],
    ['nothing at all', 'long', [], 'f ends where more bytes must follow'],
  ])('%s', (_, type, bytes, message) => expect(field(type, ...bytes)).toBe(refused(message)));

  it('a list of records without end', () => {
    const decoded = read(list, ...Array(100_000).fill(0x02));
    expect(decoded).toMatchObject({ reason: { code: 'not-avro', message: expect.stringContaining('64 levels deep') } });
    expect('reason' in decoded && decoded.reason.field?.length).toBeLessThanOrEqual(100);
  });

  it('bytes behind the value', () => {
    expect(read(record('long'), 0x02, 0x02)).toEqual({
      reason: { code: 'not-avro', message: refused('the payload goes on for 1 bytes behind its value') },
    });
  });

  it('a value that is no object', () => {
    expect(read('long', 0x02)).toEqual({
      reason: { code: 'not-object', message: 'the payload must be a record or a map (schema 7 is of the type long)' },
    });
  });
});

it('a list of records is read to its end', () => {
  const nested = read(record(['null', 'R']), 0x02, 0x02, 0x00);
  expect(nested).toEqual({ value: { f: { f: { f: null } } } });
});

it.each(['{', '"nothing"', '{"type":"record","name":"R"}', '[['.repeat(50_000)])('%.20s is no schema', (text) => {
  expect(() => compileSchema(7, text)).toThrow();
});
