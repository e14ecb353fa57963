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
  if (isOut(state, moment.published)) {
    if (state.w === undefined) delete state.p;
    else state.p = state.w;
  }
  state.w = moment.watermark;
  state.q = moment.stamp;
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
  return !isOut(state, published) && isFinal(state, end) && (state.p === undefined || end > state.p);
}

/** Notes where there is something to close next, of the windows given. */
export function setNextClose(state: PartState, windows: readonly Pick<LiveWindow, 'end'>[]): void {
  let next = Number.POSITIVE_INFINITY;
  for (const { end } of windows) if (!isFinal(state, end) && end < next) next = end;
  if (next === Number.POSITIVE_INFINITY) delete state.d;
  else state.d = next;
}

/** Whether all that was closed is known to be out. */
function isOut(state: PartState, published: number): boolean {
  return state.q === undefined || state.q <= published;
}
