import { type JsonSchema, restOf } from '../schema/json-schema.ts';

/** A schema of Avro, as JSON. */
export type AvroSchema = string | readonly AvroSchema[] | { readonly [attribute: string]: unknown };

/**
 * The Avro schema of events that a JSON schema describes, so that the same event can be sent in either form: text → `string`
 * (instants too, and lists of texts to choose from, which may grow), number → `double`, integer → `long`, a list → `array`, an
 * object of any names → `map`, one of known names → `record`. A field that may lack is a union with `null`, its default.
 *
 * @param name of the outermost record; those within are named after their fields
 * @throws {TypeError} for a field that Avro has no type or no name for, naming it
 */
export function avroSchemaOf(schema: JsonSchema, name: string): AvroSchema {
  return recordOf(schema, name.replaceAll(/\W/g, '_'), []);
}

function recordOf({ properties = {}, required = [] }: JsonSchema, name: string, path: readonly string[]): AvroSchema {
  const fields = Object.entries(properties).map(([field, property]) => {
    if (!/^[A-Za-z_]\w*$/.test(field)) {
      throw new TypeError(`the field ${[...path, field].join('.')} has no name in Avro: letters, digits and _ only`);
    }
    const type = typeOf(property, `${name}_${field}`, [...path, field]);
    return required.includes(field) ? { name: field, type } : { name: field, type: ['null', type], default: null };
  });
  return { type: 'record', name, fields };
}

function typeOf(schema: JsonSchema, name: string, path: readonly string[]): AvroSchema {
  const plain = plainTypeOf(schema);
  if (plain) return plain;
  const { type, items, properties } = schema;
  if (type === 'array' && isSchema(items)) return { type: 'array', items: typeOf(items, name, path) };
  if (type === 'object' && properties) return recordOf(schema, name, path);
  const values = type === 'object' ? restOf(schema) : undefined;
  if (isSchema(values)) return { type: 'map', values: typeOf(values, name, path) };
  throw new TypeError(`the field ${path.join('.')} has no type in Avro: say its type, or send JSON`);
}

function plainTypeOf({ type, ...schema }: JsonSchema): AvroSchema | undefined {
  const values = Object.hasOwn(schema, 'const') ? [schema.const] : (schema.enum ?? []);
  if (values.length > 0 && values.every((value) => typeof value === 'string')) return 'string';
  if (values.length > 0 && values.every(Number.isInteger)) return 'long';
  switch (type) {
    case 'string':
    case 'boolean':
      return type;
    case 'number':
      return 'double';
    case 'integer':
      return 'long';
    default:
      return undefined;
  }
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
