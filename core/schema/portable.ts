import type { TSchema } from 'typebox';
import { formatExpectation, formatKeywords } from '../formats.ts';
import type { JsonSchema } from './json-schema.ts';
import { mapSchemas } from './map-schemas.ts';
import { isEqual } from './same.ts';

const MARK = 'Caudal’s format: ';

/** A schema of TypeBox as plain JSON. */
export function plainSchema(schema: TSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema)) as JsonSchema;
}

/**
 * The schema for readers in other languages: a format that only Caudal knows becomes keywords of JSON Schema, as far as
 * those go (`id` is told in bytes, they in characters), and is named in `$comment`. Keywords of the field's own go before.
 */
export function toPortable(schema: JsonSchema): JsonSchema {
  return mapSchemas(schema, (raw) => {
    const one = withPrefix(raw);
    const form = one.format === undefined ? undefined : formatKeywords(one.format);
    if (!form) return one;
    const { format = '', description, ...rest } = one;
    const told = [description, formatExpectation(format)].filter(Boolean).join('; ');
    return { ...(rest.type && { type: rest.type }), ...form, ...rest, description: told, $comment: `${MARK}${format}` };
  });
}

/** TypeBox writes tuples as JSON Schema did before 2020-12. */
function withPrefix(schema: JsonSchema): JsonSchema {
  const { items, additionalItems, ...rest } = schema;
  if (!Array.isArray(items)) return schema;
  return { ...rest, prefixItems: items, ...(additionalItems === false && { items: false }) };
}

/** The schema of which {@link toPortable} made this one, but for keywords that the format implies anyway. */
export function fromPortable(schema: JsonSchema): JsonSchema {
  return mapSchemas(schema, (one) => {
    const { $comment = '', description = '', ...rest } = one;
    const format = String($comment).startsWith(MARK) ? String($comment).slice(MARK.length) : '';
    const form = formatKeywords(format);
    if (!form) return one;
    const own = Object.entries(rest).filter(([keyword, value]) => !isEqual(form[keyword], value));
    const [told = ''] = description.split(formatExpectation(format) ?? '');
    return { ...Object.fromEntries(own), format, ...(told !== '' && { description: told.replace(/; $/, '') }) };
  });
}
