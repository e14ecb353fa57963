import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { ShardStart, StreamReading } from './reading.ts';
import { ShardCursor } from './shard-cursor.ts';
import { type StreamShard, streamShards } from './shards.ts';

/** The shards of a stream that are being read; those that came from them wait until they are read to their end. */
export class Frontier {
  readonly #client: Pick<KinesisClient, 'send'>;
  readonly #reading: StreamReading;
  /** Ids of all that were ever met. */
  readonly #known = new Set<string>();
  readonly #waiting = new Map<string, StreamShard & { readonly start: ShardStart }>();
  readonly #cursors = new Map<string, ShardCursor>();

  private constructor(client: Pick<KinesisClient, 'send'>, reading: StreamReading) {
    this.#client = client;
    this.#reading = reading;
  }

  static async of(client: Pick<KinesisClient, 'send'>, reading: StreamReading): Promise<Frontier> {
    const frontier = new Frontier(client, reading);
    await frontier.#discover(reading.start);
    return frontier;
  }

  /** The shard whose next record arrived first. */
  get oldest(): ShardCursor | undefined {
    let first: ShardCursor | undefined;
    for (const cursor of this.#cursors.values()) {
      if (cursor.head && (!first?.head || cursor.head.arrivedAt < first.head.arrivedAt)) first = cursor;
    }
    return first;
  }

  /**
   * Reads on, until each shard holds a record or has none left.
   * @param again also where there was none left when it was looked at last
   */
  async advance({ again, signal }: { readonly again: boolean; readonly signal: AbortSignal }): Promise<void> {
    for (let first = true; !signal.aborted; first = false) {
      await this.#leaveDone();
      const empty = [...this.#cursors.values()].filter(({ head, isAtTip }) => !head && (!isAtTip || (first && again)));
      if (empty.length === 0) return;
      await Promise.all(empty.map((cursor) => cursor.fill()));
    }
  }

  /** Leaves the shards that are read to their end, for those that came from them. */
  async #leaveDone(): Promise<void> {
    const done = [...this.#cursors.values()].filter(({ isDone }) => isDone);
    if (done.length === 0) return;
    for (const { shard } of done) this.#cursors.delete(shard);
    if (this.#reading.follow) await this.#discover({ type: 'TRIM_HORIZON' });
    else this.#begin();
  }

  async #discover(start: ShardStart): Promise<void> {
    const { stream, includes = () => true } = this.#reading;
    for (const shard of await streamShards(this.#client, stream)) {
      if (this.#known.has(shard.id) || !includes(shard)) continue;
      this.#known.add(shard.id);
      this.#waiting.set(shard.id, { ...shard, start });
    }
    this.#begin();
  }

  /** A parent that holds no record any more, or is not asked for, keeps nobody waiting. */
  #begin(): void {
    for (const { id, parents, start } of this.#waiting.values()) {
      if (parents.some((parent) => this.#waiting.has(parent) || this.#cursors.has(parent))) continue;
      this.#waiting.delete(id);
      this.#cursors.set(id, new ShardCursor(this.#client, this.#reading, id, start));
    }
  }
}
