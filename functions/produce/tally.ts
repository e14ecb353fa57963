import type { Position } from '../../core/source.ts';
import type { PutResult } from '../clients/stream.ts';

/** Numbers of a producer so far. */
export interface Progress {
  /** Records that the stream acknowledged. */
  readonly sent: number;
  /** Records that it did not take, after all retries. */
  readonly failed: number;
  /** Tries beyond the first, of all records together. */
  readonly retried: number;
  /** Acknowledged records a second, over the whole run so far. */
  readonly eventsPerSecond: number;
  readonly elapsedMs: number;
}

/** Adds up what became of records. */
export class Tally {
  readonly #stream: string;
  readonly byFault: Record<string, number> = {};
  sent = 0;
  failed = 0;
  retried = 0;
  first: Position | undefined;
  last: Position | undefined;
  /** The last reason for which a record was not taken. */
  error: Error | undefined;

  constructor(stream: string) {
    this.#stream = stream;
  }

  add(result: PutResult, fault: string | undefined): void {
    this.retried += Math.max(0, result.attempts - 1);
    if ('error' in result) {
      this.failed += 1;
      this.error = result.error;
      return;
    }
    this.sent += 1;
    this.last = { stream: this.#stream, shard: result.shard, sequence: result.sequence };
    this.first ??= this.last;
    if (fault !== undefined) this.byFault[fault] = (this.byFault[fault] ?? 0) + 1;
  }

  progress(elapsedMs: number): Progress {
    const { sent, failed, retried } = this;
    const eventsPerSecond = elapsedMs > 0 ? Math.round((sent * 10_000) / elapsedMs) / 10 : 0;
    return { sent, failed, retried, eventsPerSecond, elapsedMs };
  }
}
