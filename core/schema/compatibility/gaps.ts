import Value from 'typebox/value';
import { alternativesOf, constraints, type JsonSchema, valuesOf } from '../json-schema.ts';
import { isObject } from '../map-schemas.ts';
import { isSame, isSameIn } from '../same.ts';
import { boundGaps, boundKeywords } from './bounds.ts';
import type { Gap } from './gap.ts';
import { objectGaps, objectKeywords } from './object-gaps.ts';

const JUDGED = new Set(['type', 'const', 'enum', 'items', ...boundKeywords, ...objectKeywords]);

/**
 * What a writer's schema allows that a reader's does not take, and where. None means: whatever fits the writer's fits the
 * reader's. The other way round it is no proof: what can't be judged is a gap of the kind `opaque`, and two alternatives
 * that together take what one took before are two gaps.
 *
 * One licence is taken: a field that the writer's schema does not name is not written, though an open schema would allow it.
 * The formats of Caudal have to be registered.
 */
export function gapsBetween(writer: JsonSchema, reader: JsonSchema, path = ''): readonly Gap[] {
  if (isSame(writer, reader) || constraints(reader).length === 0) return [];
  const [written, read] = [alternativesOf(writer), alternativesOf(reader)];
  if (written.length > 1 || read.length > 1) return written.flatMap((one) => alternativeGaps(one, read, path));
  return singleGaps(written[0] ?? writer, read[0] ?? reader, path);
}

/** Gaps to the nearest of several alternatives: one that takes it all, else the one of its type that lacks least. */
function alternativeGaps(writer: JsonSchema, readers: readonly JsonSchema[], path: string): readonly Gap[] {
  const tries = readers.map((reader) => gapsBetween(writer, reader, path));
  if (tries.some((gaps) => gaps.length === 0)) return [];
  const values = valuesOf(writer);
  if (values) {
    const untaken = values.filter((value) => !readers.some((reader) => Value.Check(reader, value)));
    return untaken.length === 0 ? [] : [valuesGap(path, untaken, readers)];
  }
  const ofType = tries.filter((gaps) => !gaps.some((gap) => gap.path === path && gap.kind === 'type'));
  const [nearest] = ofType.sort((a, b) => a.length - b.length);
  return nearest ?? [{ kind: 'type', path, writer: typeOf(writer), reader: readers.map(typeOf).join(' or ') }];
}

function singleGaps(writer: JsonSchema, reader: JsonSchema, path: string): readonly Gap[] {
  const values = valuesOf(writer)?.filter((value) => Value.Check(writer, value));
  if (values) {
    const untaken = values.filter((value) => !Value.Check(reader, value));
    return untaken.length === 0 ? [] : [untakenGap(path, writer, reader, untaken)];
  }
  const listed = valuesOf(reader);
  if (!isTypeTaken(writer.type, reader.type)) {
    return [{ kind: 'type', path, writer: typeOf(writer), reader: typeOf(reader) }];
  }
  if (listed) return [{ kind: 'only', path, writer: typeOf(writer), reader: listed }];
  return [
    ...boundGaps(writer, reader, path),
    ...itemGaps(writer, reader, path),
    ...objectGaps(writer, reader, path, gapsBetween),
    ...opaqueGaps(writer, reader, path),
  ];
}

/** Of all values of a type none is taken: the type it is that differs. */
function untakenGap(path: string, writer: JsonSchema, reader: JsonSchema, untaken: readonly unknown[]): Gap {
  const isType =
    writer.enum === undefined && !Object.hasOwn(writer, 'const') && untaken.length === valuesOf(writer)?.length;
  if (isType) return { kind: 'type', path, writer: typeOf(writer), reader: typeOf(reader) };
  return valuesGap(path, untaken, [reader]);
}

function valuesGap(path: string, untaken: readonly unknown[], readers: readonly JsonSchema[]): Gap {
  return { kind: 'values', path, writer: untaken, reader: readers.flatMap((reader) => valuesOf(reader) ?? []) };
}

function isTypeTaken(writer: JsonSchema['type'], reader: JsonSchema['type']): boolean {
  return reader === undefined || writer === reader || (writer === 'integer' && reader === 'number');
}

function itemGaps(writer: JsonSchema, reader: JsonSchema, path: string): readonly Gap[] {
  const [{ items: written }, { items: read }] = [writer, reader];
  if (read === undefined || isSameIn('items', writer, reader)) return [];
  if (!isObject(read) || (written !== undefined && !isObject(written))) {
    return [{ kind: 'opaque', path, keyword: 'items', writer: written, reader: read }];
  }
  return gapsBetween(written ?? {}, read, `${path}[]`);
}

function opaqueGaps(writer: JsonSchema, reader: JsonSchema, path: string): readonly Gap[] {
  return constraints(reader)
    .filter((keyword) => !JUDGED.has(keyword) && !isSameIn(keyword, writer, reader))
    .map((keyword) => ({ kind: 'opaque', path, keyword, writer: writer[keyword], reader: reader[keyword] }));
}

/** A schema's type in a word: `number`, `null`, `"shop" or "web"`, `any`. */
function typeOf(schema: JsonSchema): string {
  if (typeof schema.type === 'string') return schema.type;
  const listed = valuesOf(schema);
  if (listed) return listed.map((value) => JSON.stringify(value)).join(' or ');
  return constraints(schema).length === 0 ? 'any' : alternativesOf(schema).length > 1 ? typesOf(schema) : 'a value';
}

function typesOf(schema: JsonSchema): string {
  return [...new Set(alternativesOf(schema).map(typeOf))].join(' or ');
}
