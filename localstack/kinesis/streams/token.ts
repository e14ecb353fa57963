import { crc32 } from 'node:zlib';

/** What a token is for: one kind is not taken for another. */
export type TokenKind = 'iterator' | 'shards' | 'consumers' | 'streams';

/** Writes a small value into an opaque text with a checksum. */
export function sealToken(kind: TokenKind, value: object): string {
  const body = Buffer.from(JSON.stringify([kind, value]));
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([sum, body]).toString('base64');
}

/** Reads a token; undefined for a text that `sealToken` has not written for this kind. */
export function openToken(kind: TokenKind, text: string): unknown {
  const bytes = Buffer.from(text, 'base64');
  const body = bytes.subarray(4);
  if (body.length === 0 || bytes.toString('base64') !== text || bytes.readUInt32BE() !== crc32(body)) return undefined;
  const [sealed, value] = JSON.parse(body.toString()) as [unknown, unknown];
  return sealed === kind ? value : undefined;
}

/** Whether a value that was read has members. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
