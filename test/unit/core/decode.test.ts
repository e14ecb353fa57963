import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../core/decode.ts';

const base64 = (payload: string | Uint8Array) => Buffer.from(payload).toString('base64');

describe('decode', () => {
  it.each([
    ['an object', '{"a":1}', { a: 1 }],
    ['a byte order mark before it', '\uFEFF{"a":1}', { a: 1 }],
    ['white space around it', ' \n{"a":1}\t', { a: 1 }],
    ['a key given twice: the last counts', '{"a":1,"a":2}', { a: 2 }],
    ['text beyond ASCII', '{"a":"ñandú 🌊"}', { a: 'ñandú 🌊' }],
    ['NUL as an escape', '{"a":"\\u0000"}', { a: '\0' }],
    ['half a surrogate pair as an escape', '{"a":"\\ud800"}', { a: '\ud800' }],
  ])('takes %s', (_, payload, value) => {
    expect(decode({ data: base64(payload) })).toEqual({ value });
  });

  it('keeps the keys that JavaScript knows for something else as plain data', () => {
    const decoded = decode({ data: base64('{"__proto__":{"polluted":true},"constructor":1}') });
    const value = 'value' in decoded ? decoded.value : {};
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it.each([
    ['no bytes', base64(''), 'empty'],
    ['white space', base64(' \n\t'), 'empty'],
    ['a byte order mark alone', base64('\uFEFF'), 'empty'],
    ['text that is no base64', 'not base64!', 'not-base64'],
    ['base64 of another alphabet', '-_-_', 'not-base64'],
    ['base64 without padding', 'e30', 'not-base64'],
    ['bytes that are no UTF-8', base64(Uint8Array.of(0x7b, 0xff, 0x7d)), 'not-utf8'],
    ['a surrogate in UTF-8', base64(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)), 'not-utf8'],
    ['an overlong encoding', base64(Uint8Array.of(0xc0, 0x80)), 'not-utf8'],
    ['JSON that breaks off', base64('{"a":1'), 'not-json'],
    ['more after the JSON', base64('{"a":1}{"b":2}'), 'not-json'],
    ['NaN, which JSON does not know', base64('{"a":NaN}'), 'not-json'],
    ['NUL', base64('\0'), 'not-json'],
    ['a list', base64('[{}]'), 'not-object'],
    ['null', base64('null'), 'not-object'],
    ['a number', base64('17'), 'not-object'],
    ['a text', base64('"{}"'), 'not-object'],
    ['a hundred thousand lists that never close', base64('['.repeat(100_000)), 'not-json'],
    ['a hundred thousand lists within each other', base64('['.repeat(100_000) + ']'.repeat(100_000)), 'not-object'],
    ['a megabyte that is no JSON', base64('x'.repeat(1_000_000)), 'not-json'],
  ])('refuses %s', (_, data, code) => {
    const decoded = decode({ data });
    expect(decoded).toHaveProperty('reason.code', code);
    expect('reason' in decoded && decoded.reason.message.length).toBeLessThanOrEqual(300);
  });
});
