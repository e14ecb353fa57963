import fc from 'fast-check';
import type { JsonSchema } from '../../../core/schema/json-schema.ts';

/** A schema, the path of something in it, and that schema with the something changed. */
export interface Mutation {
  readonly before: JsonSchema;
  readonly after: JsonSchema;
  /** As a message names it. */
  readonly path: string;
}

const bound = fc.integer({ min: -20, max: 20 });

const numeric: fc.Arbitrary<JsonSchema> = fc
  .tuple(fc.constantFrom('number', 'integer'), fc.option(bound), fc.option(fc.nat(20)))
  .map(([type, minimum, span]) => ({
    type,
    ...(minimum !== null && { minimum }),
    ...(span !== null && { maximum: (minimum ?? 0) + span }),
  }));

const text: fc.Arbitrary<JsonSchema> = fc.oneof(
  fc.tuple(fc.nat(3), fc.option(fc.nat(9))).map(([minLength, span]) => ({
    type: 'string',
    ...(minLength > 0 && { minLength }),
    ...(span !== null && { maxLength: minLength + span }),
  })),
  fc.constantFrom('id', 'instant').map((format) => ({ type: 'string', format })),
);

const listed: fc.Arbitrary<JsonSchema> = fc
  .uniqueArray(fc.constantFrom('red', 'green', 'blue', 7, null), { minLength: 1 })
  .map((values) => ({ enum: values }));

const names = ['alpha', 'beta', 'gamma', 'title', 'type'];

/** Schemas of values: scalars, lists, maps, objects, alternatives, within one another. */
const { schema } = fc.letrec<{ schema: JsonSchema; object: JsonSchema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    numeric,
    text,
    listed,
    fc.constant<JsonSchema>({ type: 'boolean' }),
    tie('object'),
    tie('schema').map((values): JsonSchema => ({ type: 'object', patternProperties: { '^.*$': values } })),
    fc
      .tuple(tie('schema'), fc.nat(2), fc.nat(3))
      .map(([items, minItems, span]): JsonSchema => ({ type: 'array', items, minItems, maxItems: minItems + span })),
    fc.array(tie('schema'), { minLength: 2, maxLength: 3 }).map((anyOf): JsonSchema => ({ anyOf })),
  ),
  object: objectOf(tie('schema')),
}));

function objectOf(values: fc.Arbitrary<JsonSchema>): fc.Arbitrary<JsonSchema> {
  const fields = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), values, fc.boolean()), {
    selector: ([name]) => name,
    minLength: 1,
  });
  return fc.tuple(fields, fc.boolean()).map(([all, isClosed]) => ({
    type: 'object',
    properties: Object.fromEntries(all.map(([name, one]) => [name, one])),
    required: all.filter(([, , isRequired]) => isRequired).map(([name]) => name),
    ...(isClosed && { additionalProperties: false }),
  }));
}

export { schema as anySchema };

/** The schema of an event. */
export const eventSchema: fc.Arbitrary<JsonSchema> = objectOf(schema);

type Narrowing = (schema: JsonSchema) => { readonly schema: JsonSchema; readonly path: string } | undefined;

/** Ways to make a field's schema take less. Each gives nothing where it does not apply. */
const narrowings: Readonly<Record<string, Narrowing>> = {
  type: ({ type, ...one }) => (type === 'number' ? { schema: { ...one, type: 'integer' }, path: '' } : undefined),
  enum: ({ enum: values }) =>
    values && values.length > 1 ? { schema: { enum: values.slice(1) }, path: '' } : undefined,
  range: (one) =>
    one.minimum !== undefined && one.maximum !== undefined && one.maximum > one.minimum
      ? { schema: { ...one, minimum: one.minimum + 1 }, path: '' }
      : undefined,
  length: (one) => (one.maxLength ? { schema: { ...one, maxLength: one.maxLength - 1 }, path: '' } : undefined),
  format: (one) =>
    one.type === 'string' && !one.format ? { schema: { ...one, format: 'instant' }, path: '' } : undefined,
  pattern: (one) => (one.type === 'string' ? { schema: { ...one, pattern: '^q' }, path: '' } : undefined),
  items: (one) => (one.maxItems ? { schema: { ...one, maxItems: one.maxItems - 1 }, path: '' } : undefined),
  required: (one) =>
    one.properties ? { schema: { ...one, required: [...(one.required ?? []), 'extra'] }, path: '.extra' } : undefined,
  removed: (one) => {
    const [name, ...rest] = Object.keys(one.properties ?? {});
    if (name === undefined) return undefined;
    const properties = Object.fromEntries(rest.map((field) => [field, one.properties?.[field] ?? {}]));
    return {
      schema: { ...one, properties, required: one.required?.filter((field) => field !== name) ?? [] },
      path: `.${name}`,
    };
  },
};

/** An event schema and the same with one field, or a field of a field, made to take less. */
export const narrowing: fc.Arbitrary<Mutation> = fc
  .tuple(
    eventSchema,
    fc.constantFrom(...Object.values(narrowings)),
    fc.constantFrom('plain', 'nested', 'items', 'map'),
    schema,
  )
  .map(([event, narrow, where, field]) => {
    const narrowed = narrow(field);
    if (!narrowed) return undefined;
    const wrap = (one: JsonSchema): JsonSchema => ({
      ...event,
      properties: { ...event.properties, target: wrappers[where](one) },
    });
    const path = { plain: 'target', nested: 'target.inner', items: 'target[]', map: 'target.*' }[where];
    return { before: wrap(field), after: wrap(narrowed.schema), path: `${path}${narrowed.path}` };
  })
  .filter((mutation) => mutation !== undefined);

const wrappers = {
  plain: (one: JsonSchema): JsonSchema => one,
  nested: (one: JsonSchema): JsonSchema => ({ type: 'object', properties: { inner: one } }),
  items: (one: JsonSchema): JsonSchema => ({ type: 'array', items: one }),
  map: (one: JsonSchema): JsonSchema => ({ type: 'object', additionalProperties: one }),
};
