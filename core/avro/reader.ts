import type { Type, types } from 'avsc';
import type { Cursor } from './cursor.ts';
import { decimalText, isScale, logicalOf, milliseconds } from './logical-types.ts';
import { PayloadError } from './payload-error.ts';

/** Reads a value of one type. @throws {PayloadError} for bytes that are none */
type Read = (cursor: Cursor, depth: number) => unknown;

/** How deep values may lie in one another, as in a list that a schema makes of records. */
const MAX_DEPTH = 64;

/**
 * Compiles a reader of values of a type into what JSON can say: a long beyond 2⁵³ − 1, NaN and the infinities as text, bytes
 * as base64, decimals as decimal text, a timestamp in milliseconds whatever its unit, a union as the value of its branch.
 * That is how the JSON form of Protocol Buffers has it too.
 *
 * avsc's own reader is not used, as it trusts lengths: the 2³⁰ items that an array claims in five bytes end the process.
 *
 * @see https://avro.apache.org/docs/1.12.0/specification/#binary-encoding
 * @throws {TypeError} for a type that is none of Avro's
 */
export function readerOf(type: Type): Read {
  return compile(type, new Map());
}

/** @param known readers of records, by type: a record may hold itself */
function compile(type: Type, known: Map<Type, Read>): Read {
  const logical = logicalOf(type);
  if (logical) return logicalReader(logical, known);
  const primitive = primitives[type.typeName];
  if (primitive) return counted(primitive);
  switch (type.typeName) {
    case 'fixed': {
      const { size } = type as types.FixedType;
      return counted((cursor) => cursor.bytes(size).toString('base64'));
    }
    case 'enum':
      return counted(enumReader((type as types.EnumType).symbols));
    case 'array':
      return nested(arrayReader(compile((type as types.ArrayType).itemsType, known)));
    case 'map':
      return nested(mapReader(compile((type as types.MapType).valuesType, known)));
    case 'union:wrapped':
    case 'union:unwrapped':
      return unionReader((type as types.UnwrappedUnionType).types.map((branch) => compile(branch, known)));
    case 'record':
    case 'error':
      return recordReader(type as types.RecordType, known);
    default:
      throw new TypeError(`must be a type of Avro (received "${type.typeName}")`);
  }
}

const primitives: Readonly<Record<string, (cursor: Cursor) => unknown>> = {
  null: () => null,
  boolean: (cursor) => cursor.boolean(),
  int: (cursor) => cursor.int(),
  long: (cursor) => plainLong(cursor.long()),
  float: (cursor) => plainNumber(cursor.bytes(4).readFloatLE()),
  double: (cursor) => plainNumber(cursor.bytes(8).readDoubleLE()),
  bytes: (cursor) => cursor.bytes(cursor.length('a value')).toString('base64'),
  string: (cursor) => cursor.string(),
};

function plainLong(value: number | bigint): number | string {
  return typeof value === 'bigint' ? String(value) : value;
}

function plainNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

function counted(read: (cursor: Cursor) => unknown): Read {
  return (cursor) => {
    cursor.countValue();
    return read(cursor);
  };
}

function nested(read: Read): Read {
  return (cursor, depth) => {
    if (depth >= MAX_DEPTH) throw new PayloadError(`lies more than ${MAX_DEPTH} levels deep`);
    cursor.countValue();
    return read(cursor, depth + 1);
  };
}

function logicalReader({ made, attributes }: NonNullable<ReturnType<typeof logicalOf>>, known: Map<Type, Read>): Read {
  const { logicalType, scale } = attributes;
  const isDecimal = logicalType === 'decimal' && isScale(scale);
  if (isDecimal && made.typeName === 'bytes') {
    return counted((cursor) => decimalText(cursor.bytes(cursor.length('a decimal')), scale));
  }
  if (isDecimal && made.typeName === 'fixed') {
    const { size } = made as types.FixedType;
    return counted((cursor) => decimalText(cursor.bytes(size), scale));
  }
  if (logicalType.startsWith('timestamp-') && made.typeName === 'long') {
    const perMillisecond = logicalType === 'timestamp-micros' ? 1_000n : 1_000_000n;
    return counted((cursor) => milliseconds(cursor.long(), perMillisecond));
  }
  // Of a type that it can't be made of: Avro says to take no notice of it.
  return compile(made, known);
}

function enumReader(symbols: readonly string[]): (cursor: Cursor) => string {
  return (cursor) => {
    const index = cursor.int();
    const symbol = symbols[index];
    if (symbol !== undefined) return symbol;
    throw new PayloadError(`must be one of ${symbols.length} symbols (received number ${index})`);
  };
}

function unionReader(branches: readonly Read[]): Read {
  return (cursor, depth) => {
    const index = cursor.int();
    const branch = branches[index];
    if (branch) return branch(cursor, depth);
    throw new PayloadError(`must be of one of ${branches.length} types (received number ${index})`);
  };
}

function arrayReader(item: Read): Read {
  return (cursor, depth) => {
    const items: unknown[] = [];
    eachOfBlocks(cursor, () => items.push(item(cursor, depth)));
    return items;
  };
}

function mapReader(value: Read): Read {
  return (cursor, depth) => {
    const entries: [string, unknown][] = [];
    eachOfBlocks(cursor, () => {
      const key = cursor.string();
      entries.push([key, located(key, () => value(cursor, depth))]);
    });
    // Whatever the keys are called: `__proto__` too becomes a field of the object's own, as JSON.parse has it.
    return Object.fromEntries(entries);
  };
}

/** Items come in blocks, the last of which is empty; a negative count says that the block's size in bytes follows. */
function eachOfBlocks(cursor: Cursor, read: () => void): void {
  for (;;) {
    const count = cursor.long();
    if (count === 0) return;
    const size = count < 0 ? cursor.length('a block') : undefined;
    const end = size === undefined ? undefined : cursor.left - size;
    // However many are claimed: the cursor ends it when there are more values than bytes.
    for (let left = Math.abs(Number(count)); left > 0; left -= 1) read();
    if (end !== undefined && cursor.left !== end) throw new PayloadError(`has a block that is not of ${size} bytes`);
  }
}

function recordReader(type: types.RecordType, known: Map<Type, Read>): Read {
  const earlier = known.get(type);
  if (earlier) return earlier;
  const fields: { readonly name: string; readonly read: Read }[] = [];
  const read = nested((cursor, depth) =>
    Object.fromEntries(fields.map((field) => [field.name, located(field.name, () => field.read(cursor, depth))])),
  );
  known.set(type, read);
  fields.push(...type.fields.map((field) => ({ name: field.name, read: compile(field.type, known) })));
  return read;
}

function located<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof PayloadError ? error.within(name) : error;
  }
}
