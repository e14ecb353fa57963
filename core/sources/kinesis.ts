import { show } from '../show.ts';
import type { SourceRecord } from '../source.ts';

/** The part of a Kinesis batch, as Lambda hands it over, that Caudal reads. */
export interface KinesisBatch {
  readonly Records: readonly KinesisBatchRecord[];
}

interface KinesisBatchRecord {
  /** `<shard id>:<sequence number>`. */
  readonly eventID: string;
  /** ARN of the stream, or of a consumer of it. */
  readonly eventSourceARN: string;
  readonly kinesis: {
    readonly partitionKey: string;
    readonly sequenceNumber: string;
    /** Base64. */
    readonly data: string;
    /** Seconds since the epoch, with a fraction. */
    readonly approximateArrivalTimestamp: number;
  };
}

/**
 * The records of a Kinesis batch, in the order of the stream.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 * @throws {TypeError} for an envelope that is not one of Kinesis. Data inside it is not looked at.
 */
export function fromKinesis(event: KinesisBatch): SourceRecord[] {
  if (!Array.isArray(event?.Records)) {
    throw new TypeError(`A Kinesis batch has a list "Records" (received ${show(event?.Records)})`);
  }
  return event.Records.map((record) => ({
    position: {
      stream: part(record.eventSourceARN, /:stream\/([^/]+)/, 'eventSourceARN', 'the ARN of a stream'),
      shard: part(record.eventID, /^([^:]+):/, 'eventID', '"<shard id>:<sequence number>"'),
      sequence: part(record.kinesis?.sequenceNumber, /^(\d+)$/, 'sequenceNumber', 'a decimal number'),
    },
    partitionKey: record.kinesis.partitionKey,
    arrivedAt: Math.round(record.kinesis.approximateArrivalTimestamp * 1000),
    data: record.kinesis.data,
  }));
}

function part(text: unknown, pattern: RegExp, field: string, expected: string): string {
  const found = typeof text === 'string' ? pattern.exec(text)?.[1] : undefined;
  if (found === undefined)
    throw new TypeError(`${field} of a Kinesis record must be ${expected} (received ${show(text)})`);
  return found;
}
