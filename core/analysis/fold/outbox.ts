import type { ItemKind } from './item-kind.ts';
import type { Found } from './item-parts.ts';
import type { ItemState } from './item-state.ts';

/** Puts findings into the outbox as alerts; what is there already stays as it is. */
export function raise<E>(kind: ItemKind<E>, state: ItemState, found: readonly Found<E>[], raisedAt: number): void {
  for (const { rule, finding } of found) {
    const alert = rule.alertOf(kind.key, finding, raisedAt);
    if (state.outbox.some((waiting) => waiting.alert.id === alert.id)) continue;
    state.outbox.push({ stamp: state.stamp, alert });
  }
}
