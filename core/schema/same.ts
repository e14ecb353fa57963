import { constraints, type JsonSchema } from './json-schema.ts';
import { isObject, mapSchemas } from './map-schemas.ts';

/** Whether two schemas say the same of what fits, word for word; what they tell people, and the order of keys, is no matter. */
export function isSame(a: JsonSchema | boolean | undefined, b: JsonSchema | boolean | undefined): boolean {
  return isEqual(bare(a), bare(b));
}

/** Whether two schemas say the same in one keyword. */
export function isSameIn(keyword: string, a: JsonSchema, b: JsonSchema): boolean {
  return isSame({ [keyword]: a[keyword] }, { [keyword]: b[keyword] });
}

/** A schema without what it tells people. */
function bare(schema: JsonSchema | boolean | undefined): unknown {
  if (!isObject(schema)) return schema;
  return mapSchemas(schema, (one) =>
    Object.fromEntries(
      constraints(one).map((keyword) => {
        const value = one[keyword];
        return [keyword, keyword === 'required' && Array.isArray(value) ? value.toSorted() : value];
      }),
    ),
  );
}

/** Whether two values of JSON are equal; the order of keys is no matter. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((one, n) => isEqual(one, b[n]));
  if (!isObject(a) || !isObject(b)) return a === b;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]));
}
