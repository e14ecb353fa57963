import type { LogRecord } from './frame.ts';

interface Mark {
  readonly index: number;
  readonly arrival: number;
  readonly offset: number;
}

/** Bytes between two marks: what a read has to skip at most. */
const spacing = 64 * 1024;

/** Knows every 64 KiB of a segment which record begins there: 100 marks for 7 MB of records, so the index stays in memory. */
export class SparseIndex {
  readonly #marks: Mark[] = [];

  /** Notes a record and the offset of its frame. Call it in the order of the log. */
  note(record: Pick<LogRecord, 'index' | 'arrival'>, offset: number): void {
    const last = this.#marks.at(-1);
    if (last && offset - last.offset < spacing) return;
    this.#marks.push({ index: record.index, arrival: record.arrival, offset });
  }

  /** Offset of a frame from which a scan meets every record at or behind both borders. */
  offsetBefore(index: number, arrival: number): number {
    const behind = this.#marks.findLastIndex((mark) => mark.index <= index || mark.arrival < arrival);
    return this.#marks[Math.max(behind, 0)]?.offset ?? 0;
  }
}
