import { unlink } from 'node:fs/promises';
import { makeFolder, syncFolder } from '../../durable-files.ts';
import type { LogRecord, NewRecord } from './frame.ts';
import { LogWriter } from './log-writer.ts';
import { recoverLog } from './recovery.ts';
import type { Segment } from './segment.ts';

/** What a read asks for. */
export interface LogRead {
  /** Smallest number. */
  readonly from: number;
  /** Records that arrived earlier are passed over. Epoch milliseconds. */
  readonly notBefore: number;
  /** From 1 on. */
  readonly maxRecords: number;
  /** Of keys and data. The first record is given in any case. Unit: bytes. */
  readonly maxBytes: number;
}

/** How a log behaves. */
export interface LogOptions {
  /** A segment that has reached this size is followed by a new one. Unit: bytes. @default 8 MiB */
  readonly segmentBytes?: number;
  /** Told when an unfinished write was cut off at the start. */
  readonly onCut?: (folder: string, bytes: number) => void;
}

/**
 * The records of one shard in an append-only log: files of about 8 MiB, of which the last is written to. What was
 * acknowledged is on disk; what can be read was acknowledged. The operating system's page cache is the only cache.
 */
export class ShardLog {
  readonly #folder: string;
  readonly #segments: Segment[];
  readonly #writer: LogWriter;
  readonly #waiting = new Map<() => void, number>();

  private constructor(folder: string, segments: Segment[], writer: LogWriter) {
    this.#folder = folder;
    this.#segments = segments;
    this.#writer = writer;
    writer.onAdvance = () => this.wake();
  }

  /** Opens the log in a folder, which is made where it is not there. @throws the system's error */
  static async open(folder: string, options: LogOptions = {}): Promise<ShardLog> {
    await makeFolder(folder);
    const { segments, last, cutBytes } = await recoverLog(folder);
    if (cutBytes > 0) options.onCut?.(folder, cutBytes);
    const next = Math.max(last ? last.index + 1 : 1, segments.at(-1)?.firstIndex ?? 1);
    const segmentBytes = options.segmentBytes ?? 8 * 1024 * 1024;
    return new ShardLog(folder, segments, new LogWriter(folder, segments, next, last?.arrival ?? 0, segmentBytes));
  }

  /** The number that the next record gets. */
  get next(): number {
    return this.#writer.next;
  }

  /** Every record before this number can be read, or will never be. */
  get readable(): number {
    return this.#writer.durable;
  }

  /**
   * Adds records, in this order and with nothing between them.
   *
   * @param now epoch milliseconds
   * @returns the records as they are kept, once they are on disk
   * @throws {Error} when they could not be written; then none of them will ever be read
   */
  append(records: readonly NewRecord[], now: number): Promise<readonly LogRecord[]> {
    return this.#writer.append(records, now);
  }

  /** Records in order, as many as are there and as the limits allow. @throws {Error} for a damaged file */
  async read({ from, notBefore, maxRecords, maxBytes }: LogRead): Promise<LogRecord[]> {
    const found: LogRecord[] = [];
    if (from >= this.readable) return found;
    let bytes = 0;
    const take = (record: LogRecord): boolean => {
      if (record.index < from || record.arrival < notBefore) return true;
      bytes += record.data.byteLength + Buffer.byteLength(record.partitionKey);
      if (found.length === maxRecords || (bytes > maxBytes && found.length > 0)) return false;
      found.push(record);
      return true;
    };
    for (const segment of this.#segments.slice(this.#segmentOf(from, notBefore))) {
      try {
        if ((await segment.scan(from, notBefore, take)).reason === 'stopped') break;
      } catch (error) {
        // A file that was trimmed meanwhile is no loss.
        if (this.#segments.includes(segment)) throw error;
      }
    }
    return found;
  }

  /** Number of the first record that arrived at a time or later, or the next readable one's. @param time epoch milliseconds */
  async indexAt(time: number): Promise<number> {
    const end = this.readable;
    const [record] = await this.read({ from: 1, notBefore: time, maxRecords: 1, maxBytes: 1 });
    return record?.index ?? end;
  }

  /** Resolves when a record with this number or a later one can be read, when `wake` is called, or when `signal` aborts. */
  async waitFor(index: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || index < this.readable) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.set(done, index);
      signal.addEventListener('abort', done);
    });
  }

  /** Lets all who wait look again, or those whom the new records concern. */
  wake(all = false): void {
    for (const [done, index] of this.#waiting) if (all || index < this.readable) done();
  }

  /** Removes files whose records all arrived before a time. @param time epoch milliseconds */
  async trim(time: number): Promise<void> {
    await this.#writer.exclusively(async () => {
      if (this.#segments.length === 0) return;
      // The last file stays, since its name keeps the next number; so a spent one is followed by an empty one first.
      if (this.#writer.lastArrival < time) await this.#writer.startSegment();
      const firstKept =
        this.#writer.lastArrival < time
          ? this.#segments.length - 1
          : this.#segments.findLastIndex((segment) => segment.firstArrival < time);
      const spent = this.#segments.splice(0, Math.max(firstKept, 0));
      for (const segment of spent) await unlink(segment.file);
      if (spent.length > 0) await syncFolder(this.#folder);
    });
  }

  /** Lets the last writes end and closes the file. Those who wait are let go. */
  async close(): Promise<void> {
    await this.#writer.close();
    this.wake(true);
  }

  /** The last segment that begins at or before either border; earlier ones hold nothing behind both. */
  #segmentOf(index: number, arrival: number): number {
    const start = this.#segments.findLastIndex(
      (segment) => segment.firstIndex <= index || segment.firstArrival < arrival,
    );
    return Math.max(start, 0);
  }
}
