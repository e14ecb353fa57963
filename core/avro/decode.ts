import { bytesOf, type Decode, type Decoded, decode } from '../decode.ts';
import type { Reason } from '../reason.ts';
import type { WireFormat } from '../wire.ts';
import type { ReadPayload } from './schema.ts';
import { HEADER_BYTES, isWireFormat } from './wire-format.ts';

/** A schema of the registry, compiled. */
export interface KnownSchema {
  /** When it was registered, in milliseconds since the epoch. */
  readonly registeredAt: number;
  /** What reads payloads by it, or why it can't be used. */
  readonly read: ReadPayload | string;
}

/** Schemas that are at hand, by id. */
export interface KnownSchemas {
  get(id: number): KnownSchema | undefined;
}

/** How far the clocks of the registry and of the stream may lie apart. Unit: ms. */
const CLOCK_SKEW_MS = 5_000;

/**
 * Makes the decoder of a pipeline that takes Avro: a payload whose first byte is 0 is in Confluent's wire format, any other is
 * JSON. A schema counts from the time at which it was registered, so that the same record is judged the same whenever that is
 * done: ids are dense, and the id that a broken record made up may be given to a schema the day after.
 *
 * @param schemas all that the records name and the registry has
 */
export function avroDecode(formats: readonly WireFormat[], schemas: KnownSchemas): Decode {
  return (record) => {
    if (isWireFormat(record.data)) return decodeAvro(record, schemas);
    if (formats.includes('json')) return decode(record);
    return refuse('not-avro', 'the payload must be Avro in the wire format of Confluent: its first byte must be 0');
  };
}

function decodeAvro({ data, arrivedAt }: Parameters<Decode>[0], schemas: KnownSchemas): Decoded {
  const payload = bytesOf(data);
  if (!payload) return refuse('not-base64', 'the payload must be base64 in its canonical form');
  if (payload.length < HEADER_BYTES) {
    return refuse('not-avro', `the payload must begin with 0 and a schema id of 4 bytes (received ${payload.length})`);
  }
  const id = payload.readUInt32BE(1);
  const schema = schemas.get(id);
  if (!schema || schema.registeredAt > arrivedAt + CLOCK_SKEW_MS) {
    return refuse('unknown-schema', `the registry has no schema ${id}: register it before sending what it describes`);
  }
  const { read } = schema;
  if (typeof read !== 'string') return read(payload);
  return refuse('unknown-schema', `schema ${id} can't be used: ${read}`);
}

function refuse(code: Reason['code'], message: string): Decoded {
  return { reason: { code, message } };
}
