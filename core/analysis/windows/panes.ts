import type { Columns } from '../aggregates/columns.ts';
import type { LiveWindow } from './live-window.ts';
import type { PartState, Tally } from './part-state.ts';
import { createRangeReader } from './range-reader.ts';

/**
 * Windows that begin at multiples of their hop since the epoch are kept as panes as long as the hop, which divides the size
 * (of a tumbling window it is the size): an event is added once, and a window merges its panes when it is read. Jin Li et
 * al., "No Pane, No Gain", SIGMOD Record 34 (2005).
 */
export interface PaneGrid {
  /** Milliseconds. */
  readonly hop: number;
  /** Panes a window: size by hop. */
  readonly count: number;
}

export type Pane = Tally & {
  /** Of windows that hop: how many events the part had applied with the last one of this pane. */
  o?: number;
};

/** By number: pane `i` begins `i` hops after the epoch, and before it where `i` is negative. */
export type Panes = Record<string, Pane>;

export type PanesState = PartState & {
  /** Of windows that hop: events applied. */
  o?: number;
  /** Panes by group. */
  g: Record<string, Panes>;
};

/** The number of the pane that an event of this time falls into. */
export function paneAt({ hop }: PaneGrid, time: number): number {
  return Math.floor(time / hop);
}

/** The numbers of the first panes of the windows that have this pane, ascending. */
export function firstPanesOf({ count }: PaneGrid, pane: number): number[] {
  return Array.from({ length: count }, (_, index) => pane - count + 1 + index);
}

/** The windows that begin with these panes. What becomes of the panes later does not change them. */
export function windowsFrom<E>(
  { hop, count }: PaneGrid,
  columns: Columns<E>,
  group: string,
  panes: Panes,
  firsts: readonly number[],
): LiveWindow[] {
  const kept = new Map(Object.entries(panes).map(([number, pane]) => [Number(number), pane]));
  const headFrom = createRangeReader((number) => kept.get(number), count, mergeHeads);
  const statesFrom = createRangeReader((number) => kept.get(number)?.a, count, columns.merge);
  return firsts.map((first) => {
    const { n = 0, l = '', c = 0 } = headFrom(first) ?? {};
    return {
      group,
      start: first * hop,
      end: (first + count) * hop,
      changed: c,
      events: n,
      lastEventId: l,
      states: () => statesFrom(first) ?? columns.initial,
    };
  });
}

/** A pane but for its aggregates. */
type Head = Omit<Pane, 'a'>;

function mergeHeads(left: Head, right: Head): Head {
  const { l, o = 0 } = (right.o ?? 0) > (left.o ?? 0) ? right : left;
  return { n: left.n + right.n, c: Math.max(left.c ?? 0, right.c ?? 0), l, o };
}

/** All windows that have one of these panes. */
export function windowsOf<E>(grid: PaneGrid, columns: Columns<E>, group: string, panes: Panes): LiveWindow[] {
  const firsts = new Set(Object.keys(panes).flatMap((pane) => firstPanesOf(grid, Number(pane))));
  return windowsFrom(grid, columns, group, panes, [...firsts]);
}
