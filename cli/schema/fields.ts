import { fieldPath } from '../../core/schema/compatibility/gap.ts';
import { alternativesOf, type JsonSchema, restOf, valuesOf } from '../../core/schema/json-schema.ts';
import { isObject } from '../../core/schema/map-schemas.ts';

/** A field of an event, for people. */
export interface FieldLine {
  /** Fields within fields by their path, `address.city`; `[]` for items, `*` for the values of a map. */
  readonly path: string;
  /** What it must be: `number 0 to 100, optional`. */
  readonly what: string;
  readonly description: string;
}

/** The fields of a schema, those within others behind them. */
export function fieldLines(schema: JsonSchema, path = ''): readonly FieldLine[] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([field, one]) => {
    const at = fieldPath(path, field);
    const what = `${words(one)}${required.includes(field) ? '' : ', optional'}`;
    return [{ path: at, what, description: one.description ?? '' }, ...innerLines(one, at)];
  });
}

function innerLines(schema: JsonSchema, path: string): readonly FieldLine[] {
  const { items } = schema;
  const rest = restOf(schema);
  return [
    ...fieldLines(schema, path),
    ...(isObject(items) ? innerLines(items, `${path}[]`) : []),
    ...(isObject(rest) ? innerLines(rest, fieldPath(path, '*')) : []),
  ];
}

function words(schema: JsonSchema): string {
  const alternatives = alternativesOf(schema);
  if (alternatives.length > 1) return alternatives.map(words).join(' or ');
  const { type, format, pattern } = schema;
  const values = type === 'boolean' ? undefined : valuesOf(schema);
  if (values) return values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' | ');
  if (type === 'array')
    return `list of ${isObject(schema.items) ? words(schema.items) : 'anything'}${range(schema, 'Items')}`;
  if (type === 'object') return isObject(restOf(schema)) ? `map of ${words(restOf(schema) as JsonSchema)}` : 'object';
  if (type !== 'string') return `${type ?? 'anything'}${range(schema, '')}`;
  return [format ?? 'text', range(schema, 'Length'), pattern === undefined ? '' : ` like ${pattern}`].join('');
}

function range(schema: JsonSchema, of: '' | 'Length' | 'Items'): string {
  const [least, most] = of === '' ? [schema.minimum, schema.maximum] : [schema[`min${of}`], schema[`max${of}`]];
  if (least === undefined) return most === undefined ? '' : ` up to ${most}`;
  return most === undefined ? ` from ${least}` : ` ${least} to ${most}`;
}
