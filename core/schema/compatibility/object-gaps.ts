import { type JsonSchema, restOf } from '../json-schema.ts';
import { isSame, isSameIn } from '../same.ts';
import { fieldPath, type Gap } from './gap.ts';

/** All keywords that {@link objectGaps} compares. */
export const objectKeywords: readonly string[] = [
  'properties',
  'required',
  'additionalProperties',
  'patternProperties',
];

type GapsBetween = (writer: JsonSchema, reader: JsonSchema, path: string) => readonly Gap[];

/** Gaps between the fields of two objects. @param gapsBetween compares what lies within */
export function objectGaps(
  writer: JsonSchema,
  reader: JsonSchema,
  path: string,
  gapsBetween: GapsBetween,
): readonly Gap[] {
  return [
    ...readGaps(writer, reader, path, gapsBetween),
    ...unreadGaps(writer, reader, path, gapsBetween),
    ...restGaps(writer, reader, path, gapsBetween),
  ];
}

/** Fields that the reader knows. */
function readGaps(writer: JsonSchema, reader: JsonSchema, path: string, gapsBetween: GapsBetween): readonly Gap[] {
  const [written, rest] = [writer.properties ?? {}, restOf(writer)];
  const required = new Set(reader.required);
  const known = Object.entries(reader.properties ?? {}).flatMap(([field, schema]): readonly Gap[] => {
    const [at, own] = [fieldPath(path, field), written[field]];
    if (own) return gapsBetween(own, schema, at);
    return typeof rest === 'object' ? gapsBetween(rest, schema, at) : [];
  });
  const missing = [...required]
    .filter((field) => !writer.required?.includes(field))
    .map((field): Gap => ({ kind: written[field] ? 'required' : 'absent', path: fieldPath(path, field) }));
  return [...known, ...missing];
}

/** Fields that only the writer knows. */
function unreadGaps(writer: JsonSchema, reader: JsonSchema, path: string, gapsBetween: GapsBetween): readonly Gap[] {
  const rest = restOf(reader);
  return Object.entries(writer.properties ?? {})
    .filter(([field]) => !Object.hasOwn(reader.properties ?? {}, field))
    .flatMap(([field, schema]): readonly Gap[] => {
      const at = fieldPath(path, field);
      if (typeof rest === 'object') return gapsBetween(schema, rest, at);
      return [{ kind: 'unread', path: at, reader: rest }];
    });
}

/** Fields that neither names. */
function restGaps(writer: JsonSchema, reader: JsonSchema, path: string, gapsBetween: GapsBetween): readonly Gap[] {
  const [written, read] = [restOf(writer), restOf(reader)];
  const isMap = typeof read === 'object' && read !== reader.additionalProperties;
  if (reader.patternProperties && !isMap && !isSameIn('patternProperties', writer, reader)) {
    const [from, to] = [writer.patternProperties, reader.patternProperties];
    return [{ kind: 'opaque', path, keyword: 'patternProperties', writer: from, reader: to }];
  }
  if (read === true || written === false || isSame(written, read)) return [];
  if (typeof written === 'object' && typeof read === 'object') return gapsBetween(written, read, fieldPath(path, '*'));
  return [{ kind: 'closed', path, writer: written, reader: read }];
}
