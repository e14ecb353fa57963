import { cut } from './cut.ts';

/** A record to be put into a stream. */
export interface StreamEntry {
  /** 1 to 256 characters. Entries of one key go to one shard. */
  readonly partitionKey: string;
  readonly data: Uint8Array;
}

/** The bound of PutRecords. */
export const MAX_ENTRIES = 500;

/**
 * 5 MiB a call, keys included. AWS has raised its own bound to 10 MiB; what speaks the Kinesis API elsewhere has not,
 * and larger calls gain nothing. An entry that is larger goes alone, for the stream to take or refuse.
 */
const MAX_CALL_BYTES = 5 * 1024 * 1024;

/** Cuts entries, in order, into calls that PutRecords takes. */
export function toCalls(entries: readonly StreamEntry[]): StreamEntry[][] {
  const sizeOf = ({ partitionKey, data }: StreamEntry): number => Buffer.byteLength(partitionKey) + data.length;
  return cut(entries, sizeOf, { entries: MAX_ENTRIES, bytes: MAX_CALL_BYTES });
}
