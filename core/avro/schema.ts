import type { Buffer } from 'node:buffer';
import library from 'avsc/lib/types.js';
import type { Decoded } from '../decode.ts';
import { clip } from '../show.ts';
import { Cursor } from './cursor.ts';
import { logicalTypes } from './logical-types.ts';
import { PayloadError } from './payload-error.ts';
import { readerOf } from './reader.ts';
import { HEADER_BYTES } from './wire-format.ts';

/** Reads a payload in Confluent's wire format that was written with one schema. Never throws. */
export type ReadPayload = (payload: Buffer) => Decoded;

const MAX_FIELD = 100;

/**
 * Compiles a reader of payloads. The schema is the writer's, and there is no reader's: what its fields become is the
 * pipeline's to say, by normalising, as it is for JSON.
 *
 * @param id as messages name the schema
 * @param text the schema, JSON
 * @throws {Error} for text that is no schema of Avro
 */
export function compileSchema(id: number, text: string): ReadPayload {
  const type = library.Type.forSchema(JSON.parse(text), { logicalTypes, registry: Object.create(null) });
  const read = readerOf(type);
  return (payload) => {
    const cursor = new Cursor(payload, HEADER_BYTES);
    try {
      const value = read(cursor, 0);
      if (cursor.left > 0) throw new PayloadError(`goes on for ${cursor.left} bytes behind its value`);
      return objectOf(value, id, type.typeName);
    } catch (error) {
      if (!(error instanceof PayloadError)) throw error;
      return misfit(id, error);
    }
  };
}

function objectOf(value: unknown, id: number, typeName: string): Decoded {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { value: value as Record<string, unknown> };
  }
  const message = `the payload must be a record or a map (schema ${id} is of the type ${typeName})`;
  return { reason: { code: 'not-object', message } };
}

function misfit(id: number, { path, message }: PayloadError): Decoded {
  const field = clip(path.join('.'), MAX_FIELD);
  const what = field === '' ? 'the payload' : field;
  return {
    reason: {
      code: 'not-avro',
      ...(field !== '' && { field }),
      message: `the payload must be Avro by schema ${id}: ${what} ${message}`,
    },
  };
}
