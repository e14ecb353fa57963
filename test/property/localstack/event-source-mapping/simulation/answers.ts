import {
  type Input,
  kinesisRecord,
  type MappingSettings,
} from '../../../../../localstack/event-source-mapping/index.ts';
import type { Reply } from './function.ts';
import type { Stored } from './stream.ts';

const ROLE = 'arn:aws:iam::000000000000:role/simulated';

/** A record of the stream as the machine takes it. */
export function toRecord(settings: MappingSettings, shardId: string, { sequenceNumber, key, at, data }: Stored) {
  const text = data === 'garbage' ? 'no JSON' : JSON.stringify(data);
  const base64 = Buffer.from(text).toString('base64');
  const source = { sequenceNumber, partitionKey: key, data: base64, approximateArrivalTimestamp: at };
  return kinesisRecord(settings, shardId, source, ROLE);
}

/** What an event holds. */
export function sequenceNumbers(event: unknown): readonly string[] {
  const { Records } = event as { Records: { kinesis: { sequenceNumber: string } }[] };
  return Records.map(({ kinesis }) => kinesis.sequenceNumber);
}

/** A function's reply as the machine takes it. */
export function toInput(id: string, { ending, payload }: Reply): Input {
  if (ending === 'throttled') return { type: 'unavailable', id };
  const facts = { id, requestId: `request of ${id}`, statusCode: 200, executedVersion: '$LATEST' };
  return ending === 'failed'
    ? { ...facts, type: 'failed', functionError: 'Unhandled' }
    : { ...facts, type: 'returned', payload };
}
