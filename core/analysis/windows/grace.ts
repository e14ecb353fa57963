import type { Window } from '../window.ts';

/** At least so long, in milliseconds. */
const LEAST_GRACE_MS = 600_000;
const GRACE_SIZES = 10;

/** Size of a window, or gap of a session, in milliseconds. */
export function sizeOf<E>(window: Window<E>): number {
  return (window.kind === 'session' ? window.gapSeconds : window.sizeSeconds) * 1000;
}

/**
 * How long a window of scope `stream` is kept after the watermark has passed its end, in milliseconds of event time: ten
 * sizes and the lateness, at least ten minutes. It is made final by the watermark of the pipeline, which a shard that is
 * behind does not hold up for ever; what that shard brings later still counts for so long, and is late after it.
 */
export function streamGraceMs<E>(window: Window<E>, latenessMs: number): number {
  return Math.max(LEAST_GRACE_MS, latenessMs + GRACE_SIZES * sizeOf(window));
}
