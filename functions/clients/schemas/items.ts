import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { ItemKey } from '../state/subject.ts';

/** A schema as its table keeps it. */
export interface SchemaItem {
  /** JSON. */
  readonly schema: string;
  /** Milliseconds since the epoch. */
  readonly registeredAt: number;
}

/** Key of the schema of an id. */
export function schemaKey(id: number): ItemKey {
  return { pk: `schema#${id}`, sk: 'schema' };
}

/** The item of a schema. */
export function toSchemaItem(id: number, { schema, registeredAt }: SchemaItem): Record<string, AttributeValue> {
  const { pk, sk } = schemaKey(id);
  return { pk: { S: pk }, sk: { S: sk }, schema: { S: schema }, registered_at: { N: String(registeredAt) } };
}

/** The schema that an item keeps. */
export function fromSchemaItem(item: Record<string, AttributeValue>): SchemaItem {
  return { schema: item.schema?.S ?? '', registeredAt: Number(item.registered_at?.N ?? 0) };
}
