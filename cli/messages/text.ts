import type { SourceRecord } from '../../core/source.ts';
import { iso } from '../iso.ts';
import { coloured, jsonText } from '../output.ts';
import { HIDDEN } from '../personal.ts';
import { printable, shorten } from '../printable.ts';
import type { Payload } from './payload.ts';

/** Characters of a payload that a line shows, unless the whole is asked for. */
const PAYLOAD_MOST = 300;

/** What the columns of {@link messageLine} are. */
export const messageColumns = 'arrived · shard · sequence number · partition key · size · payload';

/** A record on one line, without control characters. */
export function messageLine(record: SourceRecord, payload: Payload, isFull: boolean): string {
  const text = payloadText(payload);
  return [
    iso(record.arrivedAt),
    record.position.shard,
    coloured('dim', record.position.sequence),
    coloured('bold', printable(record.partitionKey)),
    coloured('dim', `${sizeOf(record)} B`),
    isFull ? printable(text) : shorten(text, PAYLOAD_MOST),
  ].join('  ');
}

/** The same as a document. */
export function messageDocument(record: SourceRecord, payload: Payload): object {
  const { position, partitionKey, arrivedAt } = record;
  return {
    shard: position.shard,
    sequence: position.sequence,
    arrivedAt: iso(arrivedAt),
    partitionKey,
    bytes: sizeOf(record),
    ...payload,
  };
}

function sizeOf({ data }: SourceRecord): number {
  return Buffer.byteLength(data, 'base64');
}

function payloadText(payload: Payload): string {
  switch (payload.format) {
    case 'json':
      // A string of JSON has no line break, so those there are stand between its parts.
      return payload.text.trim().replaceAll(/\s*\n\s*/g, ' ');
    case 'text':
      return payload.text === '' ? '(empty)' : payload.text;
    case 'avro':
      return 'value' in payload
        ? `Avro, schema ${payload.schemaId}: ${jsonText(payload.value)}`
        : `Avro, schema ${payload.schemaId}, base64 ${payload.base64} (${payload.reason})`;
    case 'binary':
      return `binary, base64 ${payload.base64}`;
    case 'hidden':
      return HIDDEN;
  }
}
