import { type EventIds, readEventIds } from './event-ids.ts';
import type { ItemKind } from './item-kind.ts';
import { createItemState, type ItemState, readItemState } from './item-state.ts';
import { forgetShards, settle } from './positions.ts';
import type { BatchStart } from './types.ts';

/** An item's state while a fold works on it: parsed once, changed in place, written as JSON once. */
export interface Work {
  readonly state: ItemState;
  readonly ids: EventIds;
}

/** The item as the fold finds it, with what has become known since: what is out, which definitions hold. */
export function openWork<E>(kind: ItemKind<E>, text: string | undefined, batch: BatchStart | undefined) {
  const work = parseWork(kind, text);
  const { state } = work;
  if (batch) settle(state, batch);
  forgetPublished(state);
  return { work, partsReset: kind.parts.begin(state) };
}

/** What is out leaves the outbox. */
function forgetPublished(state: ItemState): void {
  const waits = ({ stamp }: { readonly stamp: number }) => stamp > state.published;
  state.outbox = state.outbox.filter(waits);
  const { decisions } = state;
  if (!decisions) return;
  if (decisions.some(waits)) state.decisions = decisions.filter(waits);
  else delete state.decisions;
}

/** A copy, from what {@link writeWork} wrote. */
export function parseWork<E>(kind: ItemKind<E>, text: string | undefined): Work {
  const state = text === undefined ? createItemState() : readItemState(text, kind.item);
  return { state, ids: readEventIds(state.ids) };
}

/** What is not needed any more goes, and the rest is JSON. The work can go on after it. */
export function writeWork<E>(kind: ItemKind<E>, { state, ids }: Work): string {
  kind.parts.prune(state, kind.momentOf(state, state.arrivedAt));
  forgetShards(state, kind.retentionMs);
  const encoded = ids.encode(kind.horizonOf(state));
  if (encoded === undefined) delete state.ids;
  else state.ids = encoded;
  return JSON.stringify(state);
}
