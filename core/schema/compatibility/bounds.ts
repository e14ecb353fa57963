import type { JsonSchema } from '../json-schema.ts';
import type { Gap } from './gap.ts';

/** Keywords by which a reader's bound is stricter where it is higher, and where it is lower. */
const LEAST = ['minLength', 'minItems', 'minProperties'] as const;
const MOST = ['maxLength', 'maxItems', 'maxProperties'] as const;

/** All keywords that {@link boundGaps} compares. */
export const boundKeywords: readonly string[] = [
  ...LEAST,
  ...MOST,
  ...['minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum', 'multipleOf', 'format', 'pattern', 'uniqueItems'],
];

/** Where the reader's bounds of numbers, lengths and forms are stricter than the writer's. */
export function boundGaps(writer: JsonSchema, reader: JsonSchema, path: string): readonly Gap[] {
  const gap = (keyword: string, kind: Gap['kind'] = 'bound'): Gap => ({
    kind,
    path,
    keyword,
    ...(writer[keyword] !== undefined && { writer: writer[keyword] }),
    reader: reader[keyword],
  });
  const stricter = [
    ...LEAST.filter((keyword) => number(reader[keyword], 0) > number(writer[keyword], 0)),
    ...MOST.filter((keyword) => number(reader[keyword], Infinity) < number(writer[keyword], Infinity)),
    ...(reader.minimum !== undefined && reader.minimum > leastOf(writer) ? ['minimum'] : []),
    ...(isBelow(reader.exclusiveMinimum, leastOf(writer), writer.exclusiveMinimum) ? [] : ['exclusiveMinimum']),
    ...(reader.maximum !== undefined && reader.maximum < mostOf(writer) ? ['maximum'] : []),
    ...(isBelow(negative(reader.exclusiveMaximum), -mostOf(writer), negative(writer.exclusiveMaximum))
      ? []
      : ['exclusiveMaximum']),
    ...(isMultiple(writer, reader.multipleOf) ? [] : ['multipleOf']),
    ...(reader.format !== undefined && reader.format !== writer.format ? ['format'] : []),
    ...(reader.uniqueItems === true && writer.uniqueItems !== true ? ['uniqueItems'] : []),
  ].map((keyword) => gap(keyword));
  if (reader.pattern === undefined || reader.pattern === writer.pattern) return stricter;
  return [...stricter, gap('pattern', writer.pattern === undefined ? 'bound' : 'opaque')];
}

function number(value: unknown, none: number): number {
  return typeof value === 'number' ? value : none;
}

function negative(value: number | undefined): number | undefined {
  return value === undefined ? undefined : -value;
}

/** The lowest number that a schema takes, or a bound below it. Of whole numbers, the one beyond an excluded bound. */
function leastOf({ type, minimum = -Infinity, exclusiveMinimum = -Infinity }: JsonSchema): number {
  return Math.max(minimum, type === 'integer' ? Math.floor(exclusiveMinimum) + 1 : exclusiveMinimum);
}

function mostOf({ type, maximum = Infinity, exclusiveMaximum = Infinity }: JsonSchema): number {
  return Math.min(maximum, type === 'integer' ? Math.ceil(exclusiveMaximum) - 1 : exclusiveMaximum);
}

/** Whether an excluded bound lies below all that the writer has: below its least, or at what it excludes itself. */
function isBelow(excluded: number | undefined, least: number, excludedToo: number | undefined): boolean {
  return excluded === undefined || excluded < least || (excludedToo !== undefined && excluded <= excludedToo);
}

function isMultiple({ type, multipleOf }: JsonSchema, step: number | undefined): boolean {
  if (step === undefined) return true;
  const own = multipleOf ?? (type === 'integer' ? 1 : undefined);
  return own !== undefined && Number.isInteger(own / step);
}
