import { createColumns } from '../aggregates/columns.ts';
import type { Json, WindowPart } from '../parts.ts';
import type { Window, WindowResult } from '../window.ts';
import { createAlignedWindows } from './aligned-windows.ts';
import { closeWindows, isFinal, isPending, pruneClosings } from './closing.ts';
import { definitionOf } from './definition.ts';
import { withDerived } from './derived-values.ts';
import { sizeOf, streamGraceMs } from './grace.ts';
import { byStart, type LiveWindow } from './live-window.ts';
import type { PartState } from './part-state.ts';
import { createSessionWindows } from './session-windows.ts';
import type { Retraction, WindowKind } from './window-kind.ts';

/** What a window has to know of its pipeline. */
export interface WindowPartOptions {
  /** Milliseconds. */
  readonly latenessMs: number;
}

/** A window at work. The declaration is valid (`validateWindow`). */
export function createWindowPart<E>(window: Window<E>, { latenessMs }: WindowPartOptions): WindowPart<E> {
  const columns = createColumns(window.aggregates);
  const size = sizeOf(window);
  if (window.kind === 'session') return assemble(window, latenessMs, columns, createSessionWindows(size, columns));
  const hop = window.kind === 'hopping' ? window.hopSeconds * 1000 : size;
  return assemble(window, latenessMs, columns, createAlignedWindows({ hop, count: size / hop }, columns));
}

function assemble<E, S extends PartState & Json>(
  window: Window<E>,
  latenessMs: number,
  columns: ReturnType<typeof createColumns<E>>,
  kind: WindowKind<S>,
): WindowPart<E> {
  const perKey = window.scope !== 'stream';
  const grace = streamGraceMs(window, latenessMs);
  const groupOf = (event: E) => {
    if (window.where && !window.where(event)) return undefined;
    return window.groupBy?.(event) ?? '';
  };
  const keyOf = (key: string, group: string) => {
    if (!perKey) return group;
    return window.groupBy ? `${key.replace(/[%/]/g, encodeURIComponent)}/${group}` : key;
  };
  const result = (state: S, key: string, live: LiveWindow): WindowResult => {
    const { group, start, end, events, lastEventId } = live;
    const of = { key: keyOf(key, group), group, start, end, events };
    let values: WindowResult['values'] | undefined;
    return {
      window: window.name,
      ...of,
      // Most updates are looked at once a batch, when they are written: they are worked out when they are looked at.
      get values() {
        values ??= withDerived(window.derive, columns.values(live.states()), of);
        return values;
      },
      final: isFinal(state, end),
      lastEventId,
    };
  };
  const retraction = (key: string, { group, start, end, events, by }: Retraction): WindowResult => ({
    window: window.name,
    key: keyOf(key, group),
    group,
    start,
    end,
    values: {},
    events,
    final: false,
    lastEventId: by,
    retracted: true,
  });
  // Only what this part gave comes back to it, hence the casts.
  return {
    name: window.name,
    definition: definitionOf(window),
    initial: kind.initial,
    groupOf,
    windowsAt: kind.windowsAt,
    closesAt: (state) => (state as S).d,
    add(json, key, fact, moment) {
      const group = groupOf(fact.event);
      if (group === undefined) return [];
      const taken = columns.take(fact.event);
      const state = json as S;
      const { retractions, windows } = kind.add(state, group, taken, fact, moment);
      return [
        ...retractions.map((gone) => retraction(key, gone)),
        ...windows.map((changed) => result(state, key, changed)),
      ];
    },
    close(json, key, moment) {
      const state = json as S;
      return closeWindows(state, () => kind.windows(state), moment).map((closed) => result(state, key, closed));
    },
    pending(json, key, { published }) {
      const state = json as S;
      const gone = kind.retractions(state).filter(({ changed }) => changed > published);
      const changed = kind.windows(state).filter((live) => isPending(state, live, published));
      return [
        ...gone.map((one) => retraction(key, one)),
        ...changed.sort(byStart).map((live) => result(state, key, live)),
      ];
    },
    prune(json, { published, keyWatermark }) {
      const state = json as S;
      const forgotten = perKey ? keyWatermark : (state.w ?? Number.NEGATIVE_INFINITY) - grace;
      kind.prune(
        state,
        (live) => live.end <= forgotten && isFinal(state, live.end) && !isPending(state, live, published),
        published,
      );
      pruneClosings(state, published);
    },
    isForgotten(json, time) {
      const { w } = json as S;
      return !perKey && w !== undefined && kind.reaches(time, w - grace);
    },
  };
}
