import { cbor, tag } from '@smithy/core/cbor';
import type { Wire } from '../api/validate.ts';
import { KinesisError } from '../errors.ts';

/** Media types of the AWS JSON and CBOR protocols; the Java SDK speaks the second to Kinesis. */
export const contentTypes: Readonly<Record<Wire, string>> = {
  json: 'application/x-amz-json-1.1',
  cbor: 'application/x-amz-cbor-1.1',
};

/** How a body is written, by its `Content-Type`. */
export function wireOf(contentType: string | undefined): Wire {
  return contentType?.startsWith('application/x-amz-cbor') ? 'cbor' : 'json';
}

/** Reads a request. An empty one is `{}`. @throws {KinesisError} SerializationException */
export function decodeBody(body: Buffer, wire: Wire): unknown {
  if (body.length === 0) return {};
  try {
    return wire === 'cbor' ? cbor.deserialize(body) : JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new KinesisError('SerializationException', `The body is not ${wire === 'cbor' ? 'CBOR' : 'JSON'}.`, {
      cause: error,
    });
  }
}

/** Writes an answer: bytes as base64 in JSON, times as seconds in JSON and as tagged milliseconds in CBOR. */
export function encodeBody(value: object, wire: Wire): Uint8Array {
  return wire === 'cbor' ? cbor.serialize(toCbor(value)) : Buffer.from(JSON.stringify(toJson(value)));
}

function toJson(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  return mapMembers(value, toJson);
}

function toCbor(value: unknown): unknown {
  if (value instanceof Date) return tag({ tag: 1, value: value.getTime() });
  return value instanceof Uint8Array ? value : mapMembers(value, toCbor);
}

function mapMembers(value: unknown, map: (member: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(map);
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) if (member !== undefined) result[name] = map(member);
  return result;
}
