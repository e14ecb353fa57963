import type { TSchema } from 'typebox';
import Value from 'typebox/value';
import { sample } from '../defaults/sample.ts';
import { registerFormats } from '../formats.ts';
import type { GeneratorContext } from '../producer/generator.ts';
import { createRandom } from '../producer/random.ts';
import { alternativesOf, type JsonSchema, restOf, valuesOf } from './json-schema.ts';
import { isObject } from './map-schemas.ts';

type Fields = Readonly<Record<string, unknown>>;

/** When sampled events happen: 1 January 2026, in milliseconds since the epoch. */
export const SAMPLED_AT = Date.UTC(2026, 0, 1);

/** Longer texts and lists are not drawn: their bound is not what breaks. */
const MAX_LENGTH = 2000;
const MAX_ITEMS = 20;

/**
 * Events that fit a schema and lie at its edges: from an example and from what is drawn, each field in turn takes every
 * listed value, every alternative, both ends of its range or length; each optional field is missing once, and all at once.
 * Always the same. What can't be drawn (a pattern) is taken from the examples; without one there is no event.
 * @param examples events that fit the schema
 */
export function edgeSamples(schema: JsonSchema, examples: readonly unknown[]): readonly Fields[] {
  registerFormats();
  const { properties = {}, required = [] } = schema;
  const [example = {}] = examples.filter(isObject);
  const drawn = Object.fromEntries(
    Object.entries(properties).flatMap(([field, one]) => {
      const [value] = valuesWithin(one, field, example[field]);
      return value === undefined ? [] : [[field, value]];
    }),
  );
  const bases: readonly Fields[] = [...examples.filter(isObject), drawn];
  const events = bases.flatMap((base) => [
    base,
    Object.fromEntries(Object.entries(base).filter(([field]) => required.includes(field))),
    ...Object.keys(properties).map((field) =>
      Object.fromEntries(Object.entries(base).filter(([one]) => one !== field)),
    ),
    ...Object.entries(properties).flatMap(([field, one]) =>
      valuesWithin(one, field, base[field]).map((value) => ({ ...base, [field]: value })),
    ),
  ]);
  const distinct = new Map(
    events.filter((event) => Value.Check(schema as TSchema, event)).map((one) => [JSON.stringify(one), one]),
  );
  return [...distinct.values()];
}

/** Values at the edges of a schema, and one between them. @param example one that fits, if there is one */
function valuesWithin(schema: JsonSchema, field: string, example: unknown): readonly unknown[] {
  const alternatives = alternativesOf(schema);
  if (alternatives.length > 1) return alternatives.flatMap((one) => valuesWithin(one, field, example));
  const [one = schema] = alternatives;
  const between = [...drawn(one, field), ...(example === undefined ? [] : [example])];
  return valuesOf(one) ?? [...between, ...edges(one, field, between[0])];
}

function edges(schema: JsonSchema, field: string, between: unknown): readonly unknown[] {
  switch (schema.type) {
    case 'integer':
    case 'number':
      return [
        schema.minimum,
        schema.maximum,
        schema.minimum === undefined ? -1e6 : [],
        schema.type === 'number' ? 0.5 : 0,
      ]
        .flat()
        .filter((value) => value !== undefined);
    case 'string':
      return schema.format === undefined ? textEdges(schema) : [];
    case 'array':
      return listEdges(schema, field);
    case 'object':
      return objectEdges(schema, isObject(between) ? between : {});
    default:
      return [];
  }
}

function textEdges({ minLength = 0, maxLength = MAX_LENGTH }: JsonSchema): readonly string[] {
  return [minLength, Math.min(maxLength, MAX_LENGTH)].map((length) => 'x'.repeat(length));
}

function listEdges({ items, minItems = 0, maxItems = MAX_ITEMS }: JsonSchema, field: string): readonly unknown[] {
  const values = isObject(items) ? valuesWithin(items, field, undefined) : ['any'];
  const of = (length: number, first: unknown): unknown[] => [
    ...(length > 0 ? [first] : []),
    ...Array.from({ length: length - 1 }, (_, n) => values[n % values.length]),
  ];
  const [fewest, most] = [Math.max(0, minItems), Math.min(maxItems, MAX_ITEMS)];
  return [...values.map((first) => of(Math.max(1, fewest), first)), of(most, values[0]), ...(fewest === 0 ? [[]] : [])];
}

function objectEdges(schema: JsonSchema, between: Fields): readonly Fields[] {
  const rest = restOf(schema);
  const further = isObject(rest)
    ? valuesWithin(rest, 'any', undefined).map((value) => ({ ...between, any: value }))
    : [];
  return [...edgeSamples({ ...schema, type: 'object' }, [between]), ...further, {}];
}

/** One value, where one can be drawn. */
function drawn(schema: JsonSchema, field: string): readonly unknown[] {
  const context: GeneratorContext = {
    random: createRandom('samples', field),
    id: `${SAMPLED_AT}-sample`,
    at: SAMPLED_AT,
    devices: 3,
  };
  try {
    return [sample(schema as TSchema, field, context)];
  } catch {
    return [];
  }
}
