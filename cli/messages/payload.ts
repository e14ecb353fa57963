import { isDeepStrictEqual } from 'node:util';
import { avroDecode } from '../../core/avro/decode.ts';
import { schemaIdOf } from '../../core/avro/wire-format.ts';
import { bytesOf, type Decode, textOf } from '../../core/decode.ts';
import { createJudge } from '../../core/judge.ts';
import { maskFields } from '../../core/mask.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import type { SourceRecord } from '../../core/source.ts';
import type { SchemaBook } from '../../functions/clients/schemas/book.ts';

/** What the payload of a record is, as far as that can be told. */
export type Payload =
  | { readonly format: 'json'; readonly value: unknown; readonly text: string }
  | { readonly format: 'text'; readonly text: string }
  | { readonly format: 'avro'; readonly schemaId: number; readonly value: unknown }
  /** In the wire format, by a schema that can't be read, and why. */
  | { readonly format: 'avro'; readonly schemaId: number; readonly base64: string; readonly reason: string }
  | { readonly format: 'binary'; readonly base64: string }
  /** It may tell about a person. */
  | { readonly format: 'hidden' };

type Values = Readonly<Record<string, unknown>>;

/** Reads payloads with the schemas that they name, from the registry. */
export class PayloadReader {
  readonly #book: Pick<SchemaBook, 'get' | 'load'>;
  readonly #decode: Decode;
  readonly #shown: (record: SourceRecord, payload: Payload) => Payload;

  /** @param unmasked shows personal fields as they are */
  constructor(pipeline: Pipeline, book: Pick<SchemaBook, 'get' | 'load'>, unmasked: boolean) {
    this.#book = book;
    this.#decode = avroDecode(['json', 'avro'], book);
    const isOpen = unmasked || (pipeline.personal ?? []).length === 0;
    this.#shown = isOpen ? (_, payload) => payload : masking(pipeline, this.#decode);
  }

  async read(record: SourceRecord): Promise<Payload> {
    const schemaId = schemaIdOf(record.data);
    if (schemaId === undefined) return this.#shown(record, plain(record.data));
    await this.#book.load([schemaId]);
    const decoded = this.#decode(record);
    return this.#shown(
      record,
      'value' in decoded
        ? { format: 'avro', schemaId, value: decoded.value }
        : { format: 'avro', schemaId, base64: record.data, reason: decoded.reason.message },
    );
  }
}

function plain(data: string): Payload {
  const text = textOf(bytesOf(data) ?? Buffer.from(data, 'base64'));
  if (text === undefined) return { format: 'binary', base64: data };
  try {
    return { format: 'json', value: JSON.parse(text), text };
  } catch {
    return { format: 'text', text };
  }
}

/**
 * Shows of an event what the pipeline knows to be nobody's: fields of its schema that are not personal, and that the event has
 * as they were sent or as plain values. Of what is no event nobody knows which bytes are personal, so none is shown.
 */
function masking(pipeline: Pipeline, decode: Decode): (record: SourceRecord, payload: Payload) => Payload {
  const { personal = [], schema } = pipeline;
  const judge = createJudge(pipeline, decode);
  const known = new Set(Object.keys(schema.properties).filter((field) => !personal.includes(field)));
  return (record, payload) => {
    const judged = judge(record);
    if (!('accepted' in judged) || !('value' in payload)) return { format: 'hidden' };
    const sent = payload.value as Values;
    const event = judged.accepted.event as Values;
    const isShown = (field: string): boolean =>
      known.has(field) && (typeof sent[field] !== 'object' || isDeepStrictEqual(sent[field], event[field]));
    const value = maskFields(
      sent,
      Object.keys(sent).filter((field) => !isShown(field)),
    );
    return payload.format === 'json' ? { ...payload, value, text: JSON.stringify(value) } : { ...payload, value };
  };
}
