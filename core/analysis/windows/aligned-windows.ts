import type { Columns } from '../aggregates/columns.ts';
import { setNextClose } from './closing.ts';
import type { LiveWindow } from './live-window.ts';
import { firstPanesOf, type Pane, type PaneGrid, type PanesState, paneAt, windowsFrom, windowsOf } from './panes.ts';
import { groupKey, groupOfKey } from './part-state.ts';
import type { WindowKind } from './window-kind.ts';

/** Tumbling and hopping windows. */
export function createAlignedWindows<E>(grid: PaneGrid, columns: Columns<E>): WindowKind<PanesState> {
  const { hop, count } = grid;
  const windows = (state: PanesState): LiveWindow[] =>
    Object.entries(state.g).flatMap(([key, panes]) => windowsOf(grid, columns, groupOfKey(key), panes));
  return {
    initial: () => ({ g: {} }),
    windows,
    retractions: () => [],
    windowsAt: (time) =>
      firstPanesOf(grid, paneAt(grid, time)).map((first) => ({ start: first * hop, end: (first + count) * hop })),
    reaches: (time, horizon) => (paneAt(grid, time) + 1) * hop <= horizon,
    add(state, group, taken, fact, { stamp }) {
      const key = groupKey(group);
      const panes = state.g[key] ?? {};
      state.g[key] = panes;
      const number = paneAt(grid, fact.time);
      const before = panes[number];
      const pane: Pane = {
        n: (before?.n ?? 0) + 1,
        l: fact.id,
        c: stamp,
        a: columns.add(before?.a ?? columns.initial, taken, fact),
      };
      if (count > 1) {
        state.o = (state.o ?? 0) + 1;
        pane.o = state.o;
      }
      panes[number] = pane;
      const changed = windowsFrom(grid, columns, group, panes, firstPanesOf(grid, number));
      if (before === undefined) setNextClose(state, state.d === undefined ? changed : [{ end: state.d }, ...changed]);
      return { retractions: [], windows: changed };
    },
    prune(state, isDone, published) {
      for (const [key, panes] of Object.entries(state.g)) {
        const needed = windowsOf(grid, columns, groupOfKey(key), panes).filter((window) => !isDone(window));
        const oldest = Math.min(...needed.map(({ start }) => start / hop));
        for (const [number, pane] of Object.entries(panes)) {
          if (!(Number(number) >= oldest)) delete panes[number];
          else if (pane.c !== undefined && pane.c <= published) delete pane.c;
        }
        if (Object.keys(panes).length === 0) delete state.g[key];
      }
    },
  };
}
