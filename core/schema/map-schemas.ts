import type { JsonSchema } from './json-schema.ts';

/** Keywords whose value is a map of names to schemas. */
const MAPS = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
/** Keywords whose value is data, in which nothing is a schema. */
const DATA = new Set(['const', 'enum', 'default', 'examples', 'required', 'type']);

/** Changes a schema and all schemas within it, the inner ones first. Data (of `enum`, say) is left as it is. */
export function mapSchemas(schema: JsonSchema, change: (one: JsonSchema) => JsonSchema): JsonSchema {
  const within = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(within);
    return isObject(value) ? mapSchemas(value, change) : value;
  };
  const entries = Object.entries(schema).map(([keyword, value]) => {
    if (DATA.has(keyword)) return [keyword, value];
    if (!MAPS.has(keyword) || !isObject(value)) return [keyword, within(value)];
    return [keyword, Object.fromEntries(Object.entries(value).map(([name, one]) => [name, within(one)]))];
  });
  return change(Object.fromEntries(entries) as JsonSchema);
}

/** Whether a value is an object of JSON. */
export function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
