import { createHash } from 'node:crypto';

const primitives: readonly unknown[] = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];
const named: readonly unknown[] = ['record', 'error', 'enum', 'fixed'];

/**
 * Fingerprint of a schema: the SHA-256 of its canonical form, hexadecimal. White space, the order of attributes, how a name is
 * parted into name and namespace, and `{"type": "string"}` for `"string"` make no difference. Defaults, docs and aliases do:
 * Avro's own Parsing Canonical Form leaves them out, and a schema that only gains a default, which is how schemas evolve, would
 * be taken for the one before.
 *
 * @param schema a valid schema, as parsed from JSON
 */
export function fingerprintOf(schema: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(canonical(schema, '')))
    .digest('hex');
}

function canonical(schema: unknown, namespace: string): unknown {
  if (typeof schema === 'string') return primitives.includes(schema) ? schema : qualified(schema, namespace);
  if (Array.isArray(schema)) return schema.map((branch) => canonical(branch, namespace));
  if (!isObject(schema)) return schema;
  const { type, name, namespace: own, ...attributes } = schema;
  if (!named.includes(type)) return typed(canonical(type, namespace), attributes, namespace);
  const fullName = qualified(String(name), typeof own === 'string' ? own : namespace);
  const inside = fullName.slice(0, Math.max(0, fullName.lastIndexOf('.')));
  const { fields } = attributes;
  return sorted({
    ...attributes,
    type,
    name: fullName,
    ...(Array.isArray(fields) && { fields: fields.map((field) => canonicalField(field, inside)) }),
  });
}

/** An array, a map, or a type with attributes such as a logical type. */
function typed(type: unknown, attributes: Record<string, unknown>, namespace: string): unknown {
  const inner = Object.fromEntries(
    Object.entries(attributes).map(([attribute, value]) => [
      attribute,
      attribute === 'items' || attribute === 'values' ? canonical(value, namespace) : value,
    ]),
  );
  return Object.keys(inner).length === 0 ? type : sorted({ ...inner, type });
}

function canonicalField(field: unknown, namespace: string): unknown {
  if (!isObject(field)) return field;
  const { order, ...rest } = field;
  const type = canonical(field.type, namespace);
  return sorted({ ...rest, type, ...(order !== undefined && order !== 'ascending' && { order }) });
}

function qualified(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}

/** The same with its keys in order, as deep as it goes. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key])]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
