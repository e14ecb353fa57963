import { Buffer } from 'node:buffer';

/** First byte of a payload in Confluent's wire format. */
const MAGIC = 0;
/** The magic byte and a schema id of four bytes, big-endian. */
export const HEADER_BYTES = 5;
/** What a header takes in base64. */
const HEADER_TEXT = 8;

/**
 * Whether a payload, base64, claims to be in Confluent's wire format: its first byte is 0. No JSON text begins so.
 *
 * @see https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format
 */
export function isWireFormat(data: string): boolean {
  // Base64 of a first byte of 0: six bits of zero, then two more.
  return data.startsWith('A') && /^.[A-P]/.test(data);
}

/** The id of the schema that a payload, base64, says it was written with; nothing where there is no whole header. */
export function schemaIdOf(data: string): number | undefined {
  if (!isWireFormat(data)) return undefined;
  const header = Buffer.from(data.slice(0, HEADER_TEXT), 'base64');
  return header.length < HEADER_BYTES ? undefined : header.readUInt32BE(1);
}

/** A payload in the wire format. */
export function wireFormat(schemaId: number, avro: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(MAGIC, 0);
  header.writeUInt32BE(schemaId, 1);
  return Buffer.concat([header, avro]);
}
