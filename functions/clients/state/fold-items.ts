import type { FoldOutcome } from '../../../core/analysis/fold/types.ts';
import { asError } from '../aws-errors.ts';
import { inPool } from '../pool.ts';
import type { Kept } from './item.ts';
import type { StateStore, Written } from './store.ts';
import type { ItemId } from './subject.ts';

/** An item and what is to be folded into it. */
export interface ItemToFold<O extends FoldOutcome> {
  readonly id: ItemId;
  /** @param state JSON; undefined where there is none */
  fold(state: string | undefined): O;
}

/** What became of it: either it is written, or it failed and is as it was. */
export type FoldedItem<O extends FoldOutcome> = { readonly id: ItemId } & (
  | { readonly written: Written<O> }
  | { readonly error: Error }
);

/** Writes under way at once. */
const IN_FLIGHT = 16;

/**
 * Folds and writes items, each for itself: one that fails leaves the others alone. Never throws.
 *
 * @param items one a subject
 * @param load gives what is known of the items, by partition key @default loads them from the store
 * @returns what became of them, in the order given
 */
export async function foldItems<O extends FoldOutcome>(
  store: StateStore,
  items: readonly ItemToFold<O>[],
  load: () => Promise<ReadonlyMap<string, Kept>> = () => store.load(items.map(({ id }) => id)),
): Promise<readonly FoldedItem<O>[]> {
  const results: FoldedItem<O>[] = [];
  let known: ReadonlyMap<string, Kept>;
  try {
    known = await load();
  } catch (thrown) {
    return items.map(({ id }) => ({ id, error: asError(thrown) }));
  }
  await inPool([...items.entries()], IN_FLIGHT, async ([index, { id, fold }]) => {
    try {
      results[index] = { id, written: await store.update(id, known.get(id.pk), ({ state }) => fold(state)) };
    } catch (thrown) {
      results[index] = { id, error: asError(thrown) };
    }
  });
  return results;
}
