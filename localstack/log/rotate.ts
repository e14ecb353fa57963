import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { whilePaused } from './pause.ts';

/** When a log is rotated, and how much of it is kept. */
export interface Rotation {
  /** A log larger than this is rotated. Unit: bytes. @default 20 MB */
  readonly bytes: number;
  /** Older files that are kept, as `<log>.1` (the newest) to `<log>.<kept>`. @default 2 */
  readonly kept: number;
}

const standard: Rotation = { bytes: 20_000_000, kept: 2 };

/** Moves a log that nobody writes to any more out of the way, when it has grown too large. */
export function rotateBeforeStart(log: string, rotation = standard): void {
  if (!isTooLarge(log, rotation)) return;
  makeRoom(log, rotation);
  renameSync(log, olderLog(log, 1));
}

/**
 * Rotates the log of processes that run. They have inherited one open file, in append mode, and nobody can give them
 * another, so its text is copied away and the file emptied. Between the copy of the last byte and the emptying a line could
 * come in and be lost; for that moment (a millisecond or two) the writers are paused. A pipe through a rotating process
 * would need no pause, but would take the services with it when that process dies.
 *
 * A line that is only half written stays in the log. When this is killed half way, text may be there twice, never not at all.
 *
 * @param writers gives the pids of all that have the log open; asked only when it is to be rotated
 * @returns whether it was rotated; false as well when a writer could not be paused: the next call tries again
 */
export function rotateInUse(log: string, writers: () => readonly number[], rotation = standard): boolean {
  if (!isTooLarge(log, rotation)) return false;
  const copy = `${log}.part`;
  const source = openSync(log, 'r');
  const target = openSync(copy, 'w+');
  try {
    let copied = copyFrom(source, 0, target);
    return whilePaused(writers(), () => {
      copied = copyFrom(source, copied, target);
      const whole = endOfLastLine(target, copied);
      const half = Buffer.alloc(copied - whole);
      readSync(target, half, 0, half.length, whole);
      ftruncateSync(target, whole);
      makeRoom(log, rotation);
      renameSync(copy, olderLog(log, 1));
      truncateSync(log, 0);
      if (half.length > 0) appendTo(log, half);
    });
  } finally {
    closeSync(source);
    closeSync(target);
    rmSync(copy, { force: true });
  }
}

/** Name of a log that was rotated so many times. */
export function olderLog(log: string, times: number): string {
  return `${log}.${times}`;
}

function isTooLarge(log: string, { bytes }: Rotation): boolean {
  return existsSync(log) && statSync(log).size > bytes;
}

function makeRoom(log: string, { kept }: Rotation): void {
  for (let times = kept - 1; times >= 1; times--) {
    if (existsSync(olderLog(log, times))) renameSync(olderLog(log, times), olderLog(log, times + 1));
  }
}

/** Copies from a position to the end of the file as it is now. Gives the position after it. */
function copyFrom(source: number, position: number, target: number): number {
  const buffer = Buffer.alloc(1 << 20);
  for (let at = position; ; ) {
    const read = readSync(source, buffer, 0, buffer.length, at);
    if (read === 0) return at;
    writeSync(target, buffer, 0, read, at);
    at += read;
  }
}

/** Position after the last line feed; the end where the last 64 KB have none. */
function endOfLastLine(file: number, size: number): number {
  const tail = Buffer.alloc(Math.min(size, 1 << 16));
  readSync(file, tail, 0, tail.length, size - tail.length);
  const found = tail.lastIndexOf('\n');
  return found < 0 ? size : size - tail.length + found + 1;
}

function appendTo(log: string, bytes: Buffer): void {
  const file = openSync(log, 'a');
  writeSync(file, bytes);
  closeSync(file);
}
