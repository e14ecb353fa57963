import { avroDecode } from '../../core/avro/decode.ts';
import { environment } from '../../core/environment.ts';
import { dynamoClient } from '../clients/aws.ts';
import { systemClock } from '../clients/clock.ts';
import { SchemaBook } from '../clients/schemas/book.ts';
import { required } from '../clients/settings-error.ts';
import type { OpenWire } from './model.ts';
import { preparedWith } from './prepared.ts';

/** Payloads are Avro, and perhaps JSON too: schemas come from the table of the registry. */
export const openWire: OpenWire = (formats, env) => {
  const book = new SchemaBook({
    client: dynamoClient(),
    table: required(env, environment.schemaTable),
    clock: systemClock,
    random: Math.random,
  });
  return { decode: avroDecode(formats, book), prepared: (handle, log) => preparedWith(book, handle, log) };
};
