import { Buffer } from 'node:buffer';
import type { Reason } from './reason.ts';
import { clip } from './show.ts';
import type { SourceRecord } from './source.ts';

/** What the bytes of a record turned out to be: a JSON object, or the reason why they are none. */
export type Decoded = { readonly value: Readonly<Record<string, unknown>> } | { readonly reason: Reason };

/** Turns the payload of a record into an object. The same record becomes the same for ever. */
export type Decode = (record: Pick<SourceRecord, 'data' | 'arrivedAt'>) => Decoded;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const BYTE_ORDER_MARK = '\uFEFF';

/** Bytes of canonical base64, or nothing where the text is not that. */
export function bytesOf(base64: string): Buffer | undefined {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? bytes : undefined;
}

/** Text of bytes that are valid UTF-8, to the byte (a byte order mark stays), or nothing where they are not. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Base64 → UTF-8 → JSON → object. A leading byte order mark is skipped; of a key given twice the last value counts, as
 * JSON.parse has it.
 */
export function decode({ data }: Pick<SourceRecord, 'data'>): Decoded {
  const bytes = bytesOf(data);
  if (!bytes) return refuse('not-base64', 'the payload must be base64 in its canonical form');
  const text = textOf(bytes);
  if (text === undefined) return refuse('not-utf8', `the payload must be UTF-8 (received ${bytes.length} bytes)`);
  if (text.trim() === '')
    return refuse('empty', `the payload must be a JSON object (received ${bytes.length} bytes, all blank)`);
  return parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
}

function parse(text: string): Decoded {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse('not-json', `the payload must be a JSON object (${clip(String(error), 200)})`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { value: value as Record<string, unknown> };
  }
  const kind = value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`;
  return refuse('not-object', `the payload must be a JSON object (received ${kind})`);
}

function refuse(code: Reason['code'], message: string): Decoded {
  return { reason: { code, message } };
}
