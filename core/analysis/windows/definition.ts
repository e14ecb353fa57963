import type { Aggregate } from '../aggregate.ts';
import type { Json } from '../parts.ts';
import type { Window } from '../window.ts';

/**
 * The data of a declaration, which its state depends on: a change of it makes the state start anew. Of functions it is only
 * seen whether they are there. Names of aggregates are sorted: their order says nothing.
 */
export function definitionOf<E>(window: Window<E>): Json {
  return {
    ...timesOf(window),
    scope: window.scope ?? 'key',
    where: window.where !== undefined,
    groupBy: window.groupBy !== undefined,
    version: window.version ?? 1,
    aggregates: Object.fromEntries(
      Object.entries(window.aggregates)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([name, aggregate]) => [name, aggregateOf(aggregate)]),
    ),
    // Only where there is one: the states of windows without stay as they are.
    ...(window.derive && { derive: { model: window.derive.model, values: Object.keys(window.derive.values).sort() } }),
  };
}

function timesOf<E>(window: Window<E>): { [name: string]: Json } {
  const { kind } = window;
  if (kind === 'session') return { kind, gapSeconds: window.gapSeconds };
  if (kind === 'hopping') return { kind, sizeSeconds: window.sizeSeconds, hopSeconds: window.hopSeconds };
  return { kind, sizeSeconds: window.sizeSeconds };
}

function aggregateOf<E>(aggregate: Aggregate<E>): Json {
  const { kind } = aggregate;
  if (kind === 'count') return { kind, of: aggregate.of !== undefined };
  if (kind === 'top') return { kind, k: aggregate.k, exactUpTo: aggregate.exactUpTo };
  return kind === 'percentile' ? { kind, percent: aggregate.percent } : { kind };
}
