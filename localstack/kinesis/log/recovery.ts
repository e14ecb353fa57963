import { open, readdir, stat } from 'node:fs/promises';
import { frameBytes, type LogRecord } from './frame.ts';
import { scanFrames } from './scan.ts';
import { firstIndexOf, Segment } from './segment.ts';

/** What a folder holds of a shard's log. */
export interface Recovered {
  /** From the oldest on. The last one is written to; empty when nothing was ever written. */
  readonly segments: Segment[];
  /** Newest record, undefined when the last segment has none. */
  readonly last: LogRecord | undefined;
  /** Bytes that were cut off the end: a write that was never acknowledged. */
  readonly cutBytes: number;
}

/**
 * Finds the segments of a log and makes its end whole: what a crash has left of an unfinished write is cut off. Only the
 * last segment is read, and the one before it while that is empty: each was synced as a whole before the next was begun.
 */
export async function recoverLog(folder: string): Promise<Recovered> {
  const indexes = (await readdir(folder)).map(firstIndexOf).filter((index) => index !== undefined);
  const segments: Segment[] = [];
  for (const index of indexes.sort((one, other) => one - other)) {
    const isLast = segments.length === indexes.length - 1;
    segments.push(isLast ? new Segment(folder, index, true) : await sealedSegment(folder, index));
  }
  const open = segments.at(-1);
  if (open === undefined) return { segments, last: undefined, cutBytes: 0 };
  const { last, cutBytes } = await recoverSegment(open);
  return { segments, last: last ?? (await lastRecord(segments.at(-2))), cutBytes };
}

async function sealedSegment(folder: string, firstIndex: number): Promise<Segment> {
  const segment = new Segment(folder, firstIndex, false);
  segment.end = (await stat(segment.file)).size;
  await segment.scan(0, 0, (record) => {
    segment.firstArrival = record.arrival;
    return false;
  });
  return segment;
}

async function lastRecord(segment: Segment | undefined): Promise<LogRecord | undefined> {
  let last: LogRecord | undefined;
  await segment?.scan(0, 0, (record) => {
    last = record;
    return true;
  });
  return last;
}

async function recoverSegment(segment: Segment): Promise<{ last: LogRecord | undefined; cutBytes: number }> {
  const handle = await open(segment.file, 'r+');
  try {
    const { size } = await handle.stat();
    let last: LogRecord | undefined;
    await scanFrames(handle, 0, size, (record) => {
      segment.grow(record, frameBytes(record));
      last = record;
      return true;
    });
    if (segment.end < size) await handle.truncate(segment.end);
    // A process that was killed may have left whole records that only the page cache holds: who reads them counts on them.
    await handle.datasync();
    return { last, cutBytes: size - segment.end };
  } finally {
    await handle.close();
  }
}
