import type { Derivation, Derive, DerivedFrom } from '../derivation.ts';
import type { WindowResult } from '../window.ts';

type Values = WindowResult['values'];

/** What is derived of the aggregates, and after it the aggregates: it is what one looks for. */
export function withDerived(derivation: Derivation | undefined, aggregates: Values, window: DerivedFrom): Values {
  if (!derivation) return aggregates;
  const all: Record<string, Values[string]> = {};
  for (const [name, derive] of Object.entries(derivation.values)) all[name] = derived(derive, aggregates, window);
  return Object.assign(all, aggregates);
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
