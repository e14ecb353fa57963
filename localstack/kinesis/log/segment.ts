import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import type { LogRecord } from './frame.ts';
import { type ScanEnd, scanFrames, type Visit } from './scan.ts';
import { SparseIndex } from './sparse-index.ts';

const extension = '.log';
const nameDigits = 16;

/** A segment's file name: the number of the first record that it may hold, so that names sort as records do. */
function segmentName(firstIndex: number): string {
  return `${String(firstIndex).padStart(nameDigits, '0')}${extension}`;
}

/** Number in a segment's name, or undefined for another file. */
export function firstIndexOf(name: string): number | undefined {
  const digits = name.endsWith(extension) ? name.slice(0, -extension.length) : '';
  return /^\d{16}$/.test(digits) ? Number(digits) : undefined;
}

/** A file of a shard's log, up to the offset that is known to be on disk. */
export class Segment {
  readonly file: string;
  readonly firstIndex: number;
  /** Bytes that hold whole, synced frames. */
  end = 0;
  /** Arrival of its first record; infinite while it has none. Epoch milliseconds. */
  firstArrival = Number.POSITIVE_INFINITY;
  #index: SparseIndex | undefined;

  /** @param isEmpty it is new: what comes is announced with `grow` */
  constructor(folder: string, firstIndex: number, isEmpty: boolean) {
    this.file = path.join(folder, segmentName(firstIndex));
    this.firstIndex = firstIndex;
    if (isEmpty) this.#index = new SparseIndex();
  }

  /** Takes up a record that is on disk now, behind those before it. */
  grow(record: LogRecord, bytes: number): void {
    if (this.end === 0) this.firstArrival = record.arrival;
    this.#index?.note(record, this.end);
    this.end += bytes;
  }

  /**
   * Visits the records that may lie at or behind both borders, and up to 64 KiB of earlier ones.
   *
   * @throws {Error} when the file does not hold what was written: it names the file and the place
   */
  async scan(index: number, arrival: number, visit: Visit): Promise<ScanEnd> {
    const handle = await open(this.file, 'r');
    try {
      const start =
        index <= this.firstIndex && arrival <= this.firstArrival ? 0 : await this.#offset(handle, index, arrival);
      const result = await scanFrames(handle, start, this.end, visit);
      if (result.reason === 'damaged') throw new Error(`${this.file} is damaged at byte ${result.end}`);
      return result;
    } finally {
      await handle.close();
    }
  }

  /** Where to begin. The index of a file from an earlier run is made when it is first needed. */
  async #offset(handle: FileHandle, index: number, arrival: number): Promise<number> {
    if (this.#index === undefined) {
      const fresh = new SparseIndex();
      await scanFrames(handle, 0, this.end, (record, offset) => {
        fresh.note(record, offset);
        return true;
      });
      this.#index = fresh;
    }
    return this.#index.offsetBefore(index, arrival);
  }
}
