import { show } from '../../show.ts';
import type { Alert } from '../alert.ts';
import type { Json } from '../parts.ts';
import type { WaitingDecision } from './waiting-decision.ts';

/** What this version of Caudal writes, and the newest that it reads. */
const FORMAT = 1;

/** Records of one key, one after the other in one shard, of which the same was decided, and it was not to apply them. */
export interface SkippedRun {
  readonly decided: 'duplicate' | 'late' | 'failed';
  readonly first: string;
  last: string;
  /** Of the first: there may be as many as records, and they are long. A redelivery gives it for all of them. */
  readonly reason?: string;
}

/** What an item knows of a shard. Sequence numbers are decimal; times in milliseconds since the epoch. */
export interface ShardState {
  /** The last record applied, or decided otherwise: what is at or below it never changes the state again. */
  last: string;
  /** When that arrived. */
  arrivedAt: number;
  /** Stamp of the last version that a batch of this shard wrote. */
  wrote: number;
  /** Up to there all that follows from the records is known to be out, books and all. */
  settled?: string;
  /** Above {@link settled}: what was not applied. All other records up to {@link last} were. */
  skipped?: SkippedRun[];
}

/** State of a window or rule. */
export interface PartState {
  /** Of the definition's data. */
  readonly hash: string;
  readonly state: Json;
}

/** An item of the state table, as its JSON says. Stamps are in microseconds. */
export interface ItemState {
  readonly format: number;
  /** Version of the rows written from this version of the item: higher than all before. */
  stamp: number;
  /** What had changed up to this stamp is known to be out. */
  published: number;
  /** Arrival of the last record, in milliseconds since the epoch; 0 where there was none. */
  arrivedAt: number;
  /** Highest event time applied, each at most its arrival, in milliseconds since the epoch. Of groups: absent. */
  highest?: number;
  shards: Record<string, ShardState>;
  /** See `EventIds`. */
  ids?: string;
  /** By `w:<window>` and `r:<rule>`. */
  parts: Record<string, PartState>;
  /** Alerts that are not acknowledged, with the stamp of the version that raised them. */
  outbox: { readonly stamp: number; readonly alert: Alert }[];
  /** Decisions that are not acknowledged, in the order in which they were made. Absent: none. */
  decisions?: WaitingDecision[];
}

/** The state of an item that is not there yet. */
export function createItemState(): ItemState {
  return { format: FORMAT, stamp: 0, published: 0, arrivedAt: 0, shards: {}, parts: {}, outbox: [] };
}

/**
 * Reads the state of an item.
 * @param item how messages name it
 * @throws {Error} for text that is no state, or one of a newer format
 */
export function readItemState(text: string, item: string): ItemState {
  let state: Partial<ItemState> | null;
  try {
    state = JSON.parse(text);
  } catch {
    throw new Error(`The state of ${item} is no JSON (received ${show(text)}): delete the item, and it starts anew`);
  }
  if (typeof state !== 'object' || typeof state?.format !== 'number')
    throw new Error(
      `The state of ${item} has no format number (received ${show(text)}): delete it, and it starts anew`,
    );
  if (state.format > FORMAT)
    throw new Error(
      `The state of ${item} has format ${state.format}, and this version of Caudal reads up to ${FORMAT}: ` +
        'deploy the newer version again, or delete the item, and it starts anew',
    );
  return state as ItemState;
}
