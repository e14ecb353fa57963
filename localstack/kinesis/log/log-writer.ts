import { type FileHandle, open } from 'node:fs/promises';
import { syncFolder } from '../../durable-files.ts';
import { encodeFrames, frameBytes, type LogRecord, type NewRecord } from './frame.ts';
import { Segment } from './segment.ts';
import { writeAt } from './write-at.ts';

/** Records of one call, waiting for the disk. */
interface Pending {
  readonly records: readonly LogRecord[];
  readonly resolve: (records: readonly LogRecord[]) => void;
  readonly reject: (error: unknown) => void;
}

/** One write takes along as much as this, so that nobody waits for a giant one. Unit: bytes. */
const groupBytes = 16 * 1024 * 1024;

/**
 * Writes a shard's log. What comes while the disk is busy waits and is written at once, with one sync for all of it, so the
 * number of syncs a second does not limit the number of calls a second.
 */
export class LogWriter {
  /** Called when `durable` has grown. */
  onAdvance: () => void = () => undefined;
  /** Number of the next record. */
  next: number;
  /** Numbers below this are on disk, or belong to a write that failed. */
  durable: number;
  lastArrival: number;

  readonly #folder: string;
  readonly #segments: Segment[];
  readonly #segmentBytes: number;
  #pending: Pending[] = [];
  #handle: FileHandle | undefined;
  #turn: Promise<void> = Promise.resolve();
  #broken: Error | undefined;

  constructor(folder: string, segments: Segment[], next: number, lastArrival: number, segmentBytes: number) {
    this.#folder = folder;
    this.#segments = segments;
    this.#segmentBytes = segmentBytes;
    this.next = next;
    this.durable = next;
    this.lastArrival = lastArrival;
  }

  /** See {@link ShardLog.append}. */
  append(added: readonly NewRecord[], now: number): Promise<readonly LogRecord[]> {
    this.lastArrival = Math.max(now, this.lastArrival);
    const arrival = this.lastArrival;
    const records = added.map((record) => ({ ...record, index: this.next++, arrival }));
    return new Promise((resolve, reject) => {
      this.#pending.push({ records, resolve, reject });
      if (this.#pending.length === 1) void this.exclusively(() => this.#commitAll());
    });
  }

  /** Runs a change of the files when no other is under way. */
  exclusively(task: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(task);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** Begins a new segment, unless the last one has no record yet. Within `exclusively`. */
  async startSegment(): Promise<void> {
    if (this.#segments.at(-1)?.end === 0) return;
    const segment = new Segment(this.#folder, this.durable, true);
    const handle = await open(segment.file, 'w');
    await syncFolder(this.#folder);
    await this.#handle?.close();
    this.#handle = handle;
    this.#segments.push(segment);
  }

  /** Lets the last writes end; later ones fail. */
  async close(): Promise<void> {
    await this.exclusively(async () => {
      this.#broken ??= new Error(`the log in ${this.#folder} is closed`);
      await this.#handle?.close();
      this.#handle = undefined;
    });
  }

  async #commitAll(): Promise<void> {
    while (this.#pending.length > 0) {
      const group = this.#takeGroup();
      try {
        await this.#commit(group.flatMap(({ records }) => records));
        for (const { resolve, records } of group) resolve(records);
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
  }

  #takeGroup(): Pending[] {
    let bytes = 0;
    const tooMuch = this.#pending.findIndex(({ records }, index) => {
      bytes += records.reduce((sum, record) => sum + frameBytes(record), 0);
      return index > 0 && bytes > groupBytes;
    });
    return this.#pending.splice(0, tooMuch === -1 ? this.#pending.length : tooMuch);
  }

  async #commit(records: readonly LogRecord[]): Promise<void> {
    try {
      if (this.#broken) throw this.#broken;
      const { handle, segment } = await this.#target();
      await this.#write(handle, segment, encodeFrames(records));
      for (const record of records) segment.grow(record, frameBytes(record));
    } finally {
      this.durable = (records.at(-1)?.index ?? this.durable - 1) + 1;
      this.onAdvance();
    }
  }

  async #target(): Promise<{ handle: FileHandle; segment: Segment }> {
    const last = this.#segments.at(-1);
    if (last === undefined || last.end >= this.#segmentBytes) await this.startSegment();
    const segment = this.#segments.at(-1);
    if (segment === undefined) throw new Error(`the log in ${this.#folder} has no segment`);
    this.#handle ??= await open(segment.file, 'r+');
    return { handle: this.#handle, segment };
  }

  async #write(handle: FileHandle, segment: Segment, bytes: Buffer): Promise<void> {
    try {
      await writeAt(handle, bytes, segment.end);
    } catch (error) {
      // The disk is full, say: what was written of it goes, and the next write may succeed.
      await handle.truncate(segment.end);
      throw error;
    }
    try {
      await handle.datasync();
    } catch (error) {
      // After a failed sync nobody knows what is on disk, nor does another sync tell: only reading it anew does.
      this.#broken = new Error(`${segment.file} could not be synced. Restart the engine once the disk is well`, {
        cause: error,
      });
      throw this.#broken;
    }
  }
}
