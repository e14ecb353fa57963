import type { Position } from '../../source.ts';
import type { Fact, Moment } from '../parts.ts';
import type { ItemParts } from './item-parts.ts';
import type { ItemState } from './item-state.ts';
import type { Disposition } from './types.ts';
import type { Work } from './work.ts';

/** A record, or a contribution, on its way into an item. */
export interface Entry<E> {
  readonly position: Position;
  readonly arrivedAt: number;
  /** The event, or what kept the author's functions from making one of it. */
  readonly fact: Fact<E> | { readonly problem: string };
}

/** What was decided of an entry. */
export interface Ruling {
  readonly disposition: Disposition;
  readonly fresh: boolean;
  readonly reason?: string;
}

/** What tells items of partition keys from items of groups. Made for each item that is folded. */
export interface ItemKind<E> {
  readonly pipeline: string;
  /** How messages name the item. */
  readonly item: string;
  /** The key that windows and rules see. */
  readonly key: string;
  readonly parts: ItemParts<E>;
  readonly latenessMs: number;
  readonly retentionMs: number;
  /** What the item has to outlive, after the last arrival, in milliseconds. */
  readonly keptMs: number;
  /** Event ids before this time are forgotten. */
  horizonOf(state: ItemState): number;
  /** Where the fold stands. @param arrived see {@link Moment} */
  momentOf(state: ItemState, arrived: number): Moment;
  /** Decides on an event. May throw what the author's functions throw; changes nothing. */
  judge(work: Work, fact: Fact<E>): 'applied' | 'duplicate' | 'late';
  /** The event's time counts from now on. */
  raise(state: ItemState, fact: Fact<E>): void;
  /** The event is applied: its id is remembered. */
  accept(work: Work, fact: Fact<E>): void;
}
