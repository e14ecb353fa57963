import type { Type } from 'avsc';
import library from 'avsc/lib/types.js';
import type { AvroSchema } from './derive.ts';
import { wireFormat } from './wire-format.ts';

/**
 * Compiles a writer of payloads in Confluent's wire format.
 *
 * @param id of the schema in the registry
 * @returns a function that throws for an event that does not fit the schema
 */
export function payloadWriter(id: number, schema: AvroSchema): (event: unknown) => Uint8Array {
  const type = library.Type.forSchema(schema as unknown as Type, { registry: Object.create(null) });
  return (event) => wireFormat(id, type.toBuffer(event));
}
