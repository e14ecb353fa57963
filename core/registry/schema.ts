import type { Type } from 'avsc';
import library from 'avsc/lib/types.js';
import { readerOf } from '../avro/reader.ts';
import { clip, show } from '../show.ts';
import { fingerprintOf } from './canonical.ts';
import { invalidSchema, schemaTooLarge } from './errors.ts';

/** A schema that was read and understood. */
export interface ParsedSchema {
  readonly type: Type;
  /** JSON without white space between its parts. */
  readonly text: string;
  readonly fingerprint: string;
}

/** An item of the table holds 400 KB. Unit: characters. */
const MAX_SCHEMA = 100_000;
/** How deep the JSON of a schema may nest. */
const MAX_DEPTH = 64;
const MAX_MESSAGE = 200;

/**
 * Reads the schema in the body of a request: `{"schema": "<JSON as text>", "schemaType": "AVRO"}`.
 *
 * @throws {RegistryError} 42201 for what is no schema of Avro, 42209 for one that is too large
 */
export function schemaOfBody(body: string): ParsedSchema {
  const request = parsed(body, 'the body');
  if (typeof request !== 'object' || request === null || !('schema' in request) || typeof request.schema !== 'string') {
    throw invalidSchema('the body must be a JSON object with the schema as text in "schema"');
  }
  const { schema, schemaType = 'AVRO', references = [] } = request as Record<string, unknown>;
  if (schemaType !== null && schemaType !== 'AVRO') {
    throw invalidSchema(`schemaType must be AVRO (received ${show(schemaType)})`);
  }
  if (references !== null && !(Array.isArray(references) && references.length === 0)) {
    throw invalidSchema('references to other subjects are not known here: write the types out in the schema itself');
  }
  return parseSchema(String(schema));
}

/** Reads a schema. @throws {RegistryError} as {@link schemaOfBody} */
export function parseSchema(text: string): ParsedSchema {
  if (text.length > MAX_SCHEMA) throw schemaTooLarge(text.length, MAX_SCHEMA);
  // A bare name of a type, which is no JSON, is a schema too.
  const json = /^[a-z]+$/.test(text) ? text : parsed(text, 'the schema');
  if (isDeeper(json, MAX_DEPTH)) throw invalidSchema(`it nests more than ${MAX_DEPTH} levels deep`);
  return { type: typeOf(json), text: JSON.stringify(json), fingerprint: fingerprintOf(json) };
}

function typeOf(json: unknown): Type {
  try {
    const type = library.Type.forSchema(json as Type, { registry: Object.create(null), noAnonymousTypes: true });
    // It has to be possible to read by it too.
    readerOf(type);
    return type;
  } catch (error) {
    throw invalidSchema(clip(error instanceof Error ? error.message : String(error), MAX_MESSAGE));
  }
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalidSchema(`${what} must be JSON (${clip(String(error), MAX_MESSAGE)})`);
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}
