import type { Window, WindowResult } from '../analysis/window.ts';

type Aggregated = Omit<WindowResult, 'window' | 'final' | 'lastEventId'>;

/** The values of a window, those included that its author derives of the aggregates; null where there is no finite number. */
export function derivedToo<E>({ derive }: Window<E>, { values, ...window }: Aggregated): WindowResult['values'] {
  const derived = Object.entries(derive?.values ?? {}).map(([name, of]) => [name, numberOf(() => of(values, window))]);
  return { ...values, ...Object.fromEntries(derived) };
}

function numberOf(work: () => number | null | undefined): number | null {
  try {
    const number = work();
    return Number.isFinite(number) ? Number(number) : null;
  } catch {
    return null;
  }
}
