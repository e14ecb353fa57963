import { KinesisError } from '../errors.ts';
import type { Shape } from './shape.ts';
import type { Wire } from './validate.ts';

/**
 * Gives a value of a request the type of its shape. Members of structures and lists are left as they are.
 *
 * @throws {KinesisError} SerializationException for a value of another type
 */
export function convert(shape: Shape, value: unknown, wire: Wire): unknown {
  switch (shape.type) {
    case 'string':
      return expect(typeof value === 'string', value, 'String');
    case 'boolean':
      return expect(typeof value === 'boolean', value, 'Boolean');
    case 'integer':
      return expect(Number.isInteger(value), value, 'Integer');
    case 'blob':
      return blob(value, wire);
    case 'timestamp':
      return timestamp(value, wire);
    case 'list':
      return expect(Array.isArray(value), value, 'List');
    case 'map':
      return expect(isMap(value) && Object.values(value).every((member) => typeof member === 'string'), value, 'Map');
    case 'structure':
      return expect(isMap(value), value, 'Structure');
  }
}

function expect(fits: boolean, value: unknown, wanted: string): unknown {
  if (!fits) throw mismatch(value, wanted);
  return value;
}

function mismatch(value: unknown, wanted: string): KinesisError {
  return new KinesisError('SerializationException', `${kindOf(value)} can not be converted to ${wanted}`);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'LIST_VALUE';
  if (value === null) return 'NULL_VALUE';
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  if (typeof value === 'number') return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
  return typeof value === 'string' ? 'STRING_VALUE' : 'STRUCTURE_VALUE';
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

function blob(value: unknown, wire: Wire): Uint8Array {
  if (wire === 'cbor' && value instanceof Uint8Array) return value;
  if (typeof value !== 'string') throw mismatch(value, 'ByteBuffer');
  if (value.length % 4 !== 0 || !base64.test(value)) {
    throw new KinesisError('SerializationException', 'a blob must be written in base64');
  }
  return Buffer.from(value, 'base64');
}

/** Seconds in JSON; in CBOR a tagged number of milliseconds, which the Java SDK sends. */
function timestamp(value: unknown, wire: Wire): number {
  const tagged = wire === 'cbor' && isMap(value) && 'value' in value;
  const number = tagged ? value.value : value;
  if (number instanceof Date) return number.getTime();
  if (typeof number === 'number') return Math.round(wire === 'json' ? number * 1000 : number);
  if (typeof number === 'bigint') return Number(number);
  throw mismatch(value, 'Date');
}
