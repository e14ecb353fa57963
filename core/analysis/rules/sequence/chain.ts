import { type Held, latestBefore, plays } from './held-events.ts';

export interface ChainSettings {
  /** How many steps there are; the last one's role is this less 1. */
  readonly steps: number;
  readonly strict: boolean;
  readonly withinMs: number;
}

/**
 * The events of all steps that end with the one at `last`, in order; undefined where there are none. Relaxed, the latest
 * event for each step leaves the most room to those before it: where any choice fits into the time, this one does.
 */
export function chainTo(held: readonly Held[], last: number, settings: ChainSettings): readonly Held[] | undefined {
  const end = held[last];
  if (!end) return undefined;
  const chain = [end];
  let index = last;
  for (let role = settings.steps - 2; role >= 0; role -= 1) {
    index = settings.strict ? index - 1 : latestBefore(held, index, role);
    const entry = held[index];
    if (!entry || !plays(entry, role) || end.time - entry.time > settings.withinMs) return undefined;
    chain.unshift(entry);
  }
  return chain;
}

/**
 * What an event to come may still be joined to, given that it takes its place after the first `settled` ones.
 * Strict: as many of those as it takes steps to reach the first. Relaxed: of each step the latest one, and what a chain from
 * there goes back through; not what is older than `since`.
 */
export function stillJoinable(
  held: readonly Held[],
  settled: number,
  since: number,
  { steps, strict }: ChainSettings,
): readonly Held[] {
  const kept = new Set(held.slice(strict ? Math.max(0, settled - steps + 1) : settled));
  for (let first = steps - 2; first >= 0 && !strict; first -= 1) {
    let index = settled;
    for (let role = first; role >= 0; role -= 1) {
      index = latestBefore(held, index, role);
      const entry = held[index];
      if (!entry || entry.time < since) break;
      kept.add(entry);
    }
  }
  return held.filter((entry) => kept.has(entry));
}
