import type { WireRecord } from '../../core/pull/pull-source.ts';

/** A record as a source gave it. */
export interface FetchedRecord {
  readonly record: WireRecord;
  /** What tells it from others of its source, 1 to 128 bytes. */
  readonly ownId: string;
}

/** Records that are put together, and how far the source is read once the stream has them. */
export interface FetchedPage {
  readonly records: readonly FetchedRecord[];
  /** To be kept when all records are acknowledged. @default it stays as it was */
  readonly position?: string;
  /** Whether there is more to be read now. */
  readonly more: boolean;
  /** Of the records, those that came to light late. @default 0 */
  readonly late?: number;
  /** Numbers left out that are given up before their time. @default 0 */
  readonly gapsGivenUp?: number;
  /** Why the records are of the fallback. @default they are the source's */
  readonly fallbackReason?: string;
}

/** Reads a source. */
export interface PageReader {
  /**
   * The next page.
   *
   * @param position what was kept last; undefined: the source was never read
   * @param onRetry called before a request is made again
   * @throws {Error} when the source gives none, after all tries; the message holds nothing of records, addresses or passwords
   */
  next(position: string | undefined, onRetry: () => void): Promise<FetchedPage>;
  /** Ends what connects to the source. Never throws. */
  close(): Promise<void>;
}
