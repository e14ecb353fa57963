import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder, readIfThere } from '../../durable-files.ts';
import type { LogOptions } from '../log/shard-log.ts';
import type { Caller, StreamState } from './state.ts';
import { Stream, stateFile } from './stream.ts';

/** All streams under a folder: `<account>/<region>/<stream id>/`. */
export class StreamStore {
  readonly #folder: string;
  readonly #options: LogOptions;
  readonly #streams = new Map<string, Stream>();

  private constructor(folder: string, options: LogOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  /**
   * Opens what earlier runs have left. Streams whose deletion was acknowledged go now; other files are left alone.
   *
   * @throws {Error} for a stream whose file cannot be read: it names the file
   */
  static async open(folder: string, options: LogOptions = {}): Promise<StreamStore> {
    const store = new StreamStore(folder, options);
    await makeFolder(folder);
    for (const stream of await store.#found()) {
      if (stream.state.deleted) await stream.remove();
      else {
        await stream.open();
        store.#streams.set(keyOf(stream.state, stream.state.name), stream);
      }
    }
    return store;
  }

  /** A stream that is there, also while it is being deleted. */
  find(caller: Caller, name: string): Stream | undefined {
    return this.#streams.get(keyOf(caller, name));
  }

  /** A stream by its id. */
  byId(id: string): Stream | undefined {
    return this.all().find(({ state }) => state.id === id);
  }

  /** Streams of an account in a region, by name. */
  list({ account, region }: Caller): Stream[] {
    return [...this.#streams.values()]
      .filter(({ state }) => state.account === account && state.region === region)
      .sort((one, other) => (one.state.name < other.state.name ? -1 : 1));
  }

  /** Every stream. */
  all(): Stream[] {
    return [...this.#streams.values()];
  }

  /** An id for a new stream, in the form that AWS documents for `StreamId`. */
  newId(): string {
    const text = randomBytes(12).toString('hex');
    return `${text.slice(0, 20)}-${text.slice(20, 23)}`;
  }

  /** Adds a stream, CREATING until the caller says otherwise. The name is taken at once; on disk it is when the promise resolves. */
  async add(state: StreamState): Promise<Stream> {
    const key = keyOf(state, state.name);
    const stream = new Stream(path.join(this.#folder, state.account, state.region, state.id), state, this.#options);
    stream.pass('CREATING', Number.POSITIVE_INFINITY);
    this.#streams.set(key, stream);
    try {
      await stream.save();
    } catch (error) {
      this.#streams.delete(key);
      throw error;
    }
    return stream;
  }

  /** Frees a stream's name and removes its files. */
  async remove(stream: Stream): Promise<void> {
    this.#streams.delete(keyOf(stream.state, stream.state.name));
    await stream.remove();
  }

  /** Ends all writes and closes all files. */
  async close(): Promise<void> {
    await Promise.all(this.all().map((stream) => stream.close()));
  }

  async #found(): Promise<Stream[]> {
    const found: Stream[] = [];
    for (const account of await subfolders(this.#folder, /^\d{12}$/)) {
      for (const region of await subfolders(account, /^[a-z0-9-]+$/)) {
        for (const folder of await subfolders(region, /^[0-9a-f]{20}-[0-9a-f]{3}$/)) {
          const state = await readState(path.join(folder, stateFile));
          if (state) found.push(new Stream(folder, state, this.#options));
          // Nobody was told of a stream whose first state was not written.
          else await rm(folder, { recursive: true, force: true });
        }
      }
    }
    return found;
  }
}

function keyOf({ account, region }: Caller, name: string): string {
  return `${account}/${region}/${name}`;
}

async function subfolders(folder: string, pattern: RegExp): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && pattern.test(entry.name))
    .map((entry) => path.join(folder, entry.name));
}

async function readState(file: string): Promise<StreamState | undefined> {
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as StreamState;
  } catch (error) {
    throw new Error(`${file} holds no stream. Move its folder away to start without it`, { cause: error });
  }
}
