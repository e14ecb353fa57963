/** What a call takes at the most. */
export interface CallBounds {
  /** Entries, 1 or more. */
  readonly entries: number;
  /** Bytes of all entries together. */
  readonly bytes: number;
}

/** Cuts entries, in order, into calls within bounds. An entry that is larger than a call goes alone, for the service to refuse. */
export function cut<T>(entries: readonly T[], sizeOf: (entry: T) => number, most: CallBounds): T[][] {
  const calls: T[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = sizeOf(entry);
    const call = calls.at(-1);
    if (call && call.length < most.entries && bytes + size <= most.bytes) {
      call.push(entry);
      bytes += size;
    } else {
      calls.push([entry]);
      bytes = size;
    }
  }
  return calls;
}
