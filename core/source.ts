import { Buffer } from 'node:buffer';

/**
 * Where a record sits in its stream. The pair of shard and sequence number names a record for ever: a retry, a replay
 * and the ledger all find the same record by it.
 */
export interface Position {
  /** Name of the stream. */
  readonly stream: string;
  /** Shard id, such as `shardId-000000000000`. */
  readonly shard: string;
  /** Sequence number: a decimal of up to 128 digits, so it is compared as BigInt, never as a number or as text. */
  readonly sequence: string;
}

/** A record as the stream hands it over, whatever the stream is: nothing of its bytes has been believed yet. */
export interface SourceRecord {
  readonly position: Position;
  readonly partitionKey: string;
  /** When the stream took the record (`ApproximateArrivalTimestamp`), in milliseconds since the epoch. */
  readonly arrivedAt: number;
  /** The payload, base64, as the event source mapping delivers it. */
  readonly data: string;
}

/** Orders two positions of one shard: negative when `a` comes first. */
export function compareSequence(a: Position, b: Position): number {
  const left = BigInt(a.sequence);
  const right = BigInt(b.sequence);
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * What a record counts towards the limits of its shard: its data and its partition key, in bytes.
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
 */
export function recordBytes({ data, partitionKey }: Pick<SourceRecord, 'data' | 'partitionKey'>): number {
  return Buffer.byteLength(data, 'base64') + Buffer.byteLength(partitionKey, 'utf8');
}
