import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { olderLog } from './log/rotate.ts';

const firstBytes = 64 * 1024;

/**
 * The last lines of a log that are not blank; where it was rotated just before, those of the older file as well. Of a long
 * file only as much is read as they take, from its end.
 */
export function lastLines(file: string, count: number): string[] {
  const lines = linesOf(file, count);
  return lines.length < count ? [...linesOf(olderLog(file, 1), count - lines.length), ...lines] : lines;
}

function linesOf(file: string, count: number): string[] {
  if (!existsSync(file)) return [];
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    for (let bytes = firstBytes; ; bytes *= 2) {
      const lines = endOf(handle, size, bytes)
        .split('\n')
        .filter((line) => line.trim() !== '');
      // One more than asked for: the first may be the end of a longer one.
      if (lines.length > count || bytes >= size) return lines.slice(-count);
    }
  } finally {
    closeSync(handle);
  }
}

function endOf(handle: number, size: number, bytes: number): string {
  const buffer = Buffer.alloc(Math.min(size, bytes));
  const read = readSync(handle, buffer, 0, buffer.length, size - buffer.length);
  return buffer.toString('utf8', 0, read);
}
