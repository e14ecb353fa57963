import type { FoldOutcome } from '../../../core/analysis/fold/types.ts';
import { inPool } from '../pool.ts';
import type { StateStore, Written } from './store.ts';
import type { ItemId } from './subject.ts';

/** Writes under way at once. */
const IN_FLIGHT = 16;

/**
 * Writes down that what items brought forth is out, as far as they want that. Never throws: what is not written down goes
 * out once more some time, which changes nothing.
 *
 * @returns how many writes were made, and how many failed
 */
export async function acknowledge(
  store: StateStore,
  items: readonly { readonly id: ItemId; readonly written: Written<FoldOutcome> }[],
): Promise<{ readonly acknowledged: number; readonly failed: number }> {
  let acknowledged = 0;
  let failed = 0;
  await inPool(items, IN_FLIGHT, async ({ id, written: { outcome, version } }) => {
    if (!outcome.acknowledged) return;
    try {
      await store.acknowledge(id, version, outcome.acknowledged);
      acknowledged += 1;
    } catch {
      failed += 1;
    }
  });
  return { acknowledged, failed };
}
