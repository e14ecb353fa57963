import type { Moment } from '../parts.ts';
import { byEnd, type LiveWindow } from './live-window.ts';
import type { PartState } from './part-state.ts';

/**
 * Makes final what ends up to the watermark, and gives what became final just now, by end. The mark is moved only when
 * there is something to close, so a watermark that moves over nothing changes no state.
 */
export function closeWindows(state: PartState, windows: () => readonly LiveWindow[], moment: Moment): LiveWindow[] {
  if (state.d === undefined || state.d > moment.watermark) return [];
  const open = windows().filter(({ end }) => !isFinal(state, end));
  const untold = untoldClosings(state, moment.published);
  if (untold.at(-1)?.[0] !== moment.stamp) untold.push([moment.stamp, state.w ?? null]);
  state.q = untold;
  state.w = moment.watermark;
  setNextClose(state, open);
  return open.filter(({ end }) => isFinal(state, end)).sort(byEnd);
}

/** Whether windows that end there are final. */
export function isFinal(state: PartState, end: number): boolean {
  return state.w !== undefined && end <= state.w;
}

/** Whether the window's last change is not known to be out. */
export function isPending(state: PartState, { changed, end }: LiveWindow, published: number): boolean {
  if (changed > published) return true;
  const [first] = untoldClosings(state, published);
  if (!first || !isFinal(state, end)) return false;
  const [, mark] = first;
  return mark === null || end > mark;
}

/** Notes where there is something to close next, of the windows given. */
export function setNextClose(state: PartState, windows: readonly Pick<LiveWindow, 'end'>[]): void {
  let next = Number.POSITIVE_INFINITY;
  for (const { end } of windows) if (!isFinal(state, end) && end < next) next = end;
  if (next === Number.POSITIVE_INFINITY) delete state.d;
  else state.d = next;
}

/** Forgets closings that are known to be out. */
export function pruneClosings(state: PartState, published: number): void {
  const untold = untoldClosings(state, published);
  if (untold.length > 0) state.q = untold;
  else delete state.q;
}

function untoldClosings({ q = [] }: PartState, published: number): NonNullable<PartState['q']> {
  return q.filter(([stamp]) => stamp > published);
}
