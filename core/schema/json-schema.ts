/** A JSON Schema as plain JSON. Keywords that are not named here are looked at as a whole. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly items?: JsonSchema | boolean | readonly JsonSchema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly [keyword: string]: unknown;
}

/** Keywords that say something to people and nothing of what fits. */
const ANNOTATIONS = new Set(
  '$schema $id $comment title description examples default deprecated readOnly writeOnly'.split(' '),
);

/** The keywords of a schema that say what fits. */
export function constraints(schema: JsonSchema): readonly string[] {
  return Object.keys(schema).filter((keyword) => !ANNOTATIONS.has(keyword) && schema[keyword] !== undefined);
}

/**
 * The alternatives that a schema is made of: those of `anyOf`, one a `type` where there are several, one for all listed
 * values; else the schema itself.
 */
export function alternativesOf(schema: JsonSchema): readonly JsonSchema[] {
  const { anyOf, type } = schema;
  if (anyOf && constraints(schema).length === 1) return anyOf.flatMap(alternativesOf);
  return typeof type === 'object' ? type.map((one) => ({ ...schema, type: one })) : [schema];
}

/** The values that a schema lists, where it takes no others. */
export function valuesOf(schema: JsonSchema): readonly unknown[] | undefined {
  if (Object.hasOwn(schema, 'const')) return [schema.const];
  if (schema.enum) return schema.enum;
  if (schema.type === 'null') return [null];
  return schema.type === 'boolean' ? [true, false] : undefined;
}

const EVERY_NAME = new Set(['^.*$', '^(.*)$', '.*', '']);

/** What an object takes in fields that it does not name: all (true), none (false), or what a schema says (a map). */
export function restOf({ additionalProperties = true, patternProperties }: JsonSchema): boolean | JsonSchema {
  const [pattern, values] = Object.entries(patternProperties ?? {})[0] ?? [];
  return pattern !== undefined && EVERY_NAME.has(pattern) ? (values ?? true) : additionalProperties;
}
