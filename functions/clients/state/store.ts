import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { FoldOutcome, StateWrite } from '../../../core/analysis/fold/types.ts';
import type { Clock } from '../clock.ts';
import { fromItem, type Kept, nothingKept, toItem, unexpired } from './item.ts';
import { StateMemory } from './memory.ts';
import { readItems } from './read.ts';
import { type ItemId, type ItemKey, idOf } from './subject.ts';
import { type LostRace, putVersion } from './write.ts';

/** What the store needs. */
export interface StateStoreOptions {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly table: string;
  readonly pipeline: string;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Bound of the states remembered, in bytes; 0 remembers none. */
  readonly memoryBytes: number;
}

/** A fold whose state is written. */
export interface Written<O> {
  readonly outcome: O;
  /** Version of the item that holds the outcome's state. */
  readonly version: number;
  /** Writes that were tried, lost races included. */
  readonly puts: number;
}

/** How often a write that lost a race is folded again. */
const TRIES = 8;

/**
 * Keyed state in DynamoDB: an item a subject, a version an item, one conditional write a change. Last versions are
 * remembered, so an environment that has a shard to itself reads each item once in its life.
 */
export class StateStore {
  readonly #options: StateStoreOptions;
  readonly #memory: StateMemory;

  constructor(options: StateStoreOptions) {
    this.#options = options;
    this.#memory = new StateMemory(options.memoryBytes);
  }

  /** What is known of items, by partition key: remembered, or else read in as few calls as can be. */
  async load(ids: readonly ItemId[]): Promise<ReadonlyMap<string, Kept>> {
    const now = this.#options.clock.now();
    const known = new Map<string, Kept>();
    const unknown: ItemId[] = [];
    for (const id of ids) {
      const kept = this.#memory.get(id.pk);
      if (kept) known.set(id.pk, unexpired(kept, now));
      else unknown.push(id);
    }
    const items = await readItems(this.#options, unknown);
    for (const { pk } of unknown) {
      const item = items.get(pk);
      known.set(pk, item ? fromItem(item, now) : nothingKept);
    }
    return known;
  }

  /** The items of keys that were found by their due time, as far as they are still there. Nothing remembered is used. */
  async read(keys: readonly ItemKey[]): Promise<{ readonly id: ItemId; readonly kept: Kept }[]> {
    const items = await readItems(this.#options, keys);
    const now = this.#options.clock.now();
    return [...items.values()].map((item) => ({ id: idOf(item), kept: fromItem(item, now) }));
  }

  /**
   * Folds and writes what changed. Where another environment was faster, the fold is done again on the newer version.
   *
   * @param known what {@link load} or {@link read} gave; undefined: there is no item
   * @returns the outcome of the fold whose state is there now, and its version
   * @throws {Error} when eight writes in a row lost their race, and what fold and DynamoDB throw
   */
  async update<O extends FoldOutcome>(
    id: ItemId,
    known: Kept | undefined,
    fold: (known: Kept) => O,
  ): Promise<Written<O>> {
    let kept = known ?? nothingKept;
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const outcome = fold(kept);
      if (!outcome.changed && outcome.due === kept.due) {
        this.#memory.set(id.pk, kept);
        return { outcome, version: kept.version, puts: attempt - 1 };
      }
      const lost = await this.#put(id, kept.version, outcome);
      if (!lost) return { outcome, version: kept.version + 1, puts: attempt };
      kept = lost.item ? fromItem(lost.item, this.#options.clock.now()) : nothingKept;
    }
    throw new Error(`the state ${id.pk} changed under ${TRIES} tries to write it`);
  }

  /**
   * Writes what is left when all that a version brought forth is out. Nothing happens where that version is not there any
   * more: whoever wrote the newer one has seen to it.
   *
   * @throws what DynamoDB throws
   */
  async acknowledge(id: ItemId, version: number, write: StateWrite): Promise<void> {
    await this.#put(id, version, write);
  }

  async #put(id: ItemId, known: number, write: StateWrite): Promise<LostRace | undefined> {
    const { client, table, pipeline } = this.#options;
    this.#memory.forget(id.pk);
    const version = known + 1;
    const lost = await putVersion(client, table, toItem(pipeline, id, version, write), known);
    if (!lost) {
      const { state, due, expiresAt } = write;
      this.#memory.set(id.pk, { version, state, due, expiresAt });
    }
    return lost;
  }
}
