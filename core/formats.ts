import { Buffer } from 'node:buffer';
import Format from 'typebox/format';

/** A format that Caudal adds to JSON Schema. */
interface CaudalFormat {
  /** What it asks for, in words for a rejection. */
  readonly expected: string;
  readonly test: (value: string) => boolean;
  /** Keywords of JSON Schema 2020-12 that take all of its texts, and as few others as can be. */
  readonly keywords: Readonly<Record<string, unknown>>;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Something, an at sign, and a domain with a dot; which addresses exist is known to nobody but their provider. */
const EMAIL = /^[^\s@\p{Cc}\p{Cs}]{1,64}@[^\s@\p{Cc}\p{Cs}]+\.[^\s@.\p{Cc}\p{Cs}]{2,63}$/u;

const formats: Readonly<Record<string, CaudalFormat>> = {
  id: {
    expected: 'a text of 1 to 128 bytes, not blank, well-formed and without NUL',
    test: isId,
    keywords: { minLength: 1, maxLength: 128, pattern: '\\S' },
  },
  instant: {
    expected: 'an instant that exists, in ISO 8601 with date and time, such as 2025-10-16T17:25:23.456Z',
    test: isInstant,
    keywords: { format: 'date-time', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' },
  },
  line: {
    expected: 'a text on one line, not blank, well-formed and without control characters',
    test: (value) => /\S/u.test(value) && !/[\p{Cc}\p{Cs}]/u.test(value),
    keywords: { minLength: 1, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]+$' },
  },
  email: {
    expected: 'an e-mail address, such as ana@example.org',
    test: (value) => EMAIL.test(value) && value.length <= 254,
    keywords: { format: 'idn-email', minLength: 6, maxLength: 254 },
  },
  uuid: {
    expected: 'a UUID in lower case, such as 7a0eed16-9430-4d68-901f-c0d4c1c3bf00',
    test: (value) => UUID.test(value),
    keywords: { format: 'uuid', pattern: UUID.source },
  },
  ip: {
    expected: 'an IPv4 or IPv6 address, such as 192.168.1.1',
    test: (value) => Format.IsIPv4(value) || Format.IsIPv6(value),
    keywords: { anyOf: [{ format: 'ipv4' }, { format: 'ipv6' }] },
  },
};

/**
 * Makes the formats known to TypeBox, whose registry is one for the process; a format that it does not know passes
 * everything. Called by whoever compiles a schema, any number of times.
 */
export function registerFormats(): void {
  for (const [name, { test }] of Object.entries(formats)) Format.Set(name, test);
}

/** What a format asks for, in words; nothing for one that is not of Caudal. */
export function formatExpectation(name: string): string | undefined {
  return Object.hasOwn(formats, name) ? formats[name]?.expected : undefined;
}

/** What validators of other languages understand of a format; nothing for one that is not of Caudal. */
export function formatKeywords(name: string): CaudalFormat['keywords'] | undefined {
  return Object.hasOwn(formats, name) ? formats[name]?.keywords : undefined;
}

/** Whether the text may be an event's id: 1 to 128 bytes, not blank, well-formed and without NUL. */
export function isId(text: string): boolean {
  return text.trim() !== '' && text.isWellFormed() && !text.includes('\0') && Buffer.byteLength(text) <= 128;
}

/** Whether the text is the normal form of an instant, `YYYY-MM-DDTHH:mm:ss.sssZ`, of the years 0000 to 9999. */
export function isInstant(text: string): boolean {
  if (text.length !== 24) return false;
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text;
}
