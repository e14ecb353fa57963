import { show } from './show.ts';

const known = ['json', 'avro'] as const;

/**
 * What bytes of a payload may be: JSON text, or Avro in Confluent's wire format (a byte 0, the id of the schema in four bytes,
 * big-endian, then the value in binary).
 *
 * @see https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format
 */
export type WireFormat = (typeof known)[number];

/** The formats, each once. @throws {RangeError} where there is none, or one that nobody knows */
export function wireFormats(formats: readonly WireFormat[]): readonly WireFormat[] {
  const stranger = formats.find((format) => !known.includes(format));
  if (formats.length > 0 && stranger === undefined) return [...new Set(formats)];
  throw new RangeError(
    `wire must be a list of ${known.join(' and ')} (received ${stranger === undefined ? 'an empty one' : show(stranger)})`,
  );
}
