import { avroDecode } from '../core/avro/decode.ts';
import { schemaIdOf } from '../core/avro/wire-format.ts';
import { type Decode, decode } from '../core/decode.ts';
import type { Pipeline } from '../core/pipeline.ts';
import type { SourceRecord } from '../core/source.ts';
import { dynamoClient } from '../functions/clients/aws.ts';
import { schemaBook } from './schema-book.ts';

/** What reads the payloads of these records as the functions do, with the schemas that they name, from the registry's table. */
export async function decodeOf(pipeline: Pipeline, records: readonly SourceRecord[]): Promise<Decode> {
  if (!pipeline.wire.includes('avro')) return decode;
  const client = dynamoClient();
  try {
    const book = schemaBook(client);
    await book.load(records.map(({ data }) => schemaIdOf(data)).filter((id) => id !== undefined));
    return avroDecode(pipeline.wire, book);
  } finally {
    client.destroy();
  }
}
