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
  const calls: StreamEntry[][] = [];
  let call: StreamEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.partitionKey) + entry.data.length;
    if (call.length > 0 && (call.length === MAX_ENTRIES || bytes + size > MAX_CALL_BYTES)) {
      calls.push(call);
      call = [];
      bytes = 0;
    }
    call.push(entry);
    bytes += size;
  }
  if (call.length > 0) calls.push(call);
  return calls;
}
