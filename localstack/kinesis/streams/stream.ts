import { rm } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder, replaceFile } from '../../durable-files.ts';
import { type LogOptions, ShardLog } from '../log/shard-log.ts';
import { liveShards, type StreamState, trimHorizon } from './state.ts';

/** Status as `DescribeStream` names it. */
export type StreamStatus = 'CREATING' | 'UPDATING' | 'DELETING' | 'ACTIVE';

/** File of a stream's state, in the stream's folder. */
export const stateFile = 'stream.json';

/** A stream that is open: its state, which is on disk before anybody sees it, and the logs of its shards. */
export class Stream {
  readonly folder: string;
  readonly #options: LogOptions;
  readonly #logs = new Map<string, ShardLog>();
  #state: StreamState;
  #turn: Promise<unknown> = Promise.resolve();
  #transition: { readonly status: StreamStatus; readonly until: number } | undefined;

  /** @param folder the stream's own */
  constructor(folder: string, state: StreamState, options: LogOptions) {
    this.folder = folder;
    this.#state = state;
    this.#options = options;
  }

  get state(): StreamState {
    return this.#state;
  }

  /** @param now epoch milliseconds */
  status(now: number): StreamStatus {
    if (this.#state.deleted) return 'DELETING';
    return this.#transition && now < this.#transition.until ? this.#transition.status : 'ACTIVE';
  }

  /** Shows another status until a time. @param until epoch milliseconds */
  pass(status: StreamStatus, until: number): void {
    this.#transition = { status, until };
  }

  /** Writes the state of a new stream. */
  async save(): Promise<void> {
    await this.open();
    await this.#write(this.#state);
  }

  /** Opens the logs of all shards, which cuts off what a crash has left of unfinished writes. */
  async open(): Promise<void> {
    await makeFolder(this.folder);
    await this.#openLogs(this.#state);
  }

  /**
   * Replaces the state, one change after the other. What the others see changes when the new state is on disk.
   *
   * @param next gets the state and gives the new one; what it throws is passed on and nothing is changed
   */
  change(next: (state: StreamState) => StreamState): Promise<StreamState> {
    const mine = this.#turn.then(async () => {
      const before = this.#state;
      const state = next(before);
      if (state === before) return state;
      await this.#openLogs(state);
      await this.#write(state);
      this.#state = state;
      // Who waits at the end of a shard that is closed now has to learn of it.
      if (state.shards !== before.shards) for (const log of this.#logs.values()) log.wake(true);
      return state;
    });
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** The log of one of the state's shards. It is there without waiting, so that a shard is not closed between finding and writing to it. */
  log(shardId: string): ShardLog {
    const log = this.#logs.get(shardId);
    if (log === undefined) throw new Error(`the log of ${shardId} in ${this.folder} is not open`);
    return log;
  }

  /** Removes what the retention period has passed: files of records, and shards closed that long ago. @param now epoch milliseconds */
  async trim(now: number): Promise<void> {
    const live = new Set(liveShards(this.#state, now).map(({ id }) => id));
    const expired = this.#state.shards.filter(({ id }) => !live.has(id));
    if (expired.length > 0) {
      await this.change((state) => ({ ...state, shards: state.shards.filter(({ id }) => live.has(id)) }));
    }
    for (const { id } of expired) {
      await this.log(id).close();
      this.#logs.delete(id);
      await rm(path.join(this.folder, id), { recursive: true, force: true });
    }
    for (const { id } of this.#state.shards) await this.log(id).trim(trimHorizon(this.#state, now));
  }

  /** Ends the writes that are under way and closes the files. */
  async close(): Promise<void> {
    await this.#turn;
    await Promise.all([...this.#logs.values()].map((log) => log.close()));
  }

  /** Closes the stream and removes its folder. */
  async remove(): Promise<void> {
    await this.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #openLogs(state: StreamState): Promise<void> {
    for (const { id } of state.shards) {
      if (!this.#logs.has(id)) this.#logs.set(id, await ShardLog.open(path.join(this.folder, id), this.#options));
    }
  }

  async #write(state: StreamState): Promise<void> {
    await replaceFile(path.join(this.folder, stateFile), `${JSON.stringify(state, null, 1)}\n`);
  }
}
