import { crc32 } from 'node:zlib';

/** A record as a shard's log holds it. */
export interface LogRecord {
  /** Position in the shard, from 1 on, rising; a number may be missing after a write that failed. */
  readonly index: number;
  /** When it was accepted, never before the one ahead of it. Epoch milliseconds. */
  readonly arrival: number;
  readonly partitionKey: string;
  readonly data: Uint8Array;
  /** Whether the stream was encrypted when it was accepted. */
  readonly encrypted: boolean;
}

/** What is appended to a log; number and arrival are given by it. */
export type NewRecord = Pick<LogRecord, 'partitionKey' | 'data' | 'encrypted'>;

/** What reading a frame at some place gave. */
export type FrameResult =
  | { readonly kind: 'record'; readonly record: LogRecord; readonly end: number }
  /** The bytes end before the frame does. */
  | { readonly kind: 'short' }
  /** These bytes are no frame: length or checksum is wrong. */
  | { readonly kind: 'damaged' };

/** Length and checksum of the body. */
const headBytes = 8;
/** Flags, index, arrival, length of the partition key. */
const fixedBytes = 1 + 6 + 6 + 2;
/** The largest record that Kinesis takes (10 MiB with its key), and what is put around it. */
const largestBody = fixedBytes + 10 * 1024 * 1024 + 1024;
const encryptedFlag = 1;

/** Room that a record takes in the log. Unit: bytes. */
export function frameBytes(record: LogRecord): number {
  return headBytes + fixedBytes + Buffer.byteLength(record.partitionKey) + record.data.byteLength;
}

/** Writes records one after the other into a new buffer: `length u32 | crc32 u32 | flags, index, arrival, key, data`. */
export function encodeFrames(records: readonly LogRecord[]): Buffer {
  const target = Buffer.allocUnsafe(records.reduce((sum, record) => sum + frameBytes(record), 0));
  let offset = 0;
  for (const record of records) offset = encodeFrame(record, target, offset);
  return target;
}

function encodeFrame(record: LogRecord, target: Buffer, start: number): number {
  const body = start + headBytes;
  let offset = target.writeUInt8(record.encrypted ? encryptedFlag : 0, body);
  offset = target.writeUIntLE(record.index, offset, 6);
  offset = target.writeUIntLE(record.arrival, offset, 6);
  const keyBytes = target.write(record.partitionKey, offset + 2, 'utf8');
  offset = target.writeUInt16LE(keyBytes, offset) + keyBytes;
  target.set(record.data, offset);
  offset += record.data.byteLength;
  target.writeUInt32LE(offset - body, start);
  target.writeUInt32LE(crc32(target.subarray(body, offset)), start + 4);
  return offset;
}

/** Reads the frame that begins at `offset`. The record's data is a view of `source`, not a copy. */
export function decodeFrame(source: Buffer, offset: number): FrameResult {
  if (source.length - offset < headBytes) return { kind: 'short' };
  const length = source.readUInt32LE(offset);
  if (length < fixedBytes || length > largestBody) return { kind: 'damaged' };
  const body = offset + headBytes;
  const end = body + length;
  if (end > source.length) return { kind: 'short' };
  if (crc32(source.subarray(body, end)) !== source.readUInt32LE(offset + 4)) return { kind: 'damaged' };
  const keyBytes = source.readUInt16LE(body + 13);
  const data = body + fixedBytes + keyBytes;
  if (data > end) return { kind: 'damaged' };
  const record: LogRecord = {
    index: source.readUIntLE(body + 1, 6),
    arrival: source.readUIntLE(body + 7, 6),
    partitionKey: source.toString('utf8', body + fixedBytes, data),
    data: source.subarray(data, end),
    encrypted: (source.readUInt8(body) & encryptedFlag) !== 0,
  };
  return { kind: 'record', record, end };
}
