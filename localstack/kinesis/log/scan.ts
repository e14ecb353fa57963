import type { FileHandle } from 'node:fs/promises';
import { decodeFrame, type LogRecord } from './frame.ts';

/** Where a scan ended, and why. */
export interface ScanEnd {
  /** Offset behind the last whole frame that was visited. Unit: bytes. */
  readonly end: number;
  /** `damaged`: what follows is no whole frame, as a write leaves it that a crash has cut short. */
  readonly reason: 'end' | 'stopped' | 'damaged';
}

/** Looks at a record and the place of its frame; `false` ends the scan, and the record counts as not visited. */
export type Visit = (record: LogRecord, offset: number) => boolean;

const chunkBytes = 256 * 1024;

/** Visits the frames from `start` (the beginning of one) to `limit`, reading 256 KiB at a time or a frame if it is larger. */
export async function scanFrames(handle: FileHandle, start: number, limit: number, visit: Visit): Promise<ScanEnd> {
  let place = start;
  let wanted = chunkBytes;
  while (place < limit) {
    const chunk = await readChunk(handle, place, Math.min(wanted, limit - place));
    const { used, stopped, damaged } = visitChunk(chunk, place, visit);
    place += used;
    if (stopped) return { end: place, reason: 'stopped' };
    if (damaged || (used === 0 && chunk.length < wanted)) return { end: place, reason: 'damaged' };
    wanted = used === 0 ? wanted * 2 : chunkBytes;
  }
  return { end: place, reason: 'end' };
}

function visitChunk(chunk: Buffer, place: number, visit: Visit): { used: number; stopped: boolean; damaged: boolean } {
  let used = 0;
  for (;;) {
    if (used === chunk.length) return { used, stopped: false, damaged: false };
    const frame = decodeFrame(chunk, used);
    if (frame.kind !== 'record') return { used, stopped: false, damaged: frame.kind === 'damaged' };
    if (!visit(frame.record, place + used)) return { used, stopped: true, damaged: false };
    used = frame.end;
  }
}

async function readChunk(handle: FileHandle, place: number, length: number): Promise<Buffer> {
  const chunk = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(chunk, filled, length - filled, place + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return chunk.subarray(0, filled);
}
