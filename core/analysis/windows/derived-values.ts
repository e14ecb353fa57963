import type { Derivation, Derive, DerivedFrom } from '../derivation.ts';
import type { WindowResult } from '../window.ts';

type Values = WindowResult['values'];

/** The aggregates, and after them what is derived of them. */
export function withDerived(derivation: Derivation | undefined, aggregates: Values, window: DerivedFrom): Values {
  if (!derivation) return aggregates;
  const all: Record<string, Values[string]> = { ...aggregates };
  for (const [name, derive] of Object.entries(derivation.values)) all[name] = derived(derive, aggregates, window);
  return all;
}

/** A number as JSON gives it back, so that a result is the same before and after it was written. */
function derived(derive: Derive, aggregates: Values, window: DerivedFrom): number | null {
  try {
    const value = derive(aggregates, window);
    return typeof value === 'number' && Number.isFinite(value) ? value + 0 : null;
  } catch {
    return null;
  }
}
