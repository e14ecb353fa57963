import type { Finding } from '../../parts.ts';
import type { SequenceFinding } from './finding-of.ts';
import { compareHeld, type Held } from './held-events.ts';

const MAX_WAITING = 100;

/** An alert whose events are all there, and that what must not follow may still call off. */
export type Waiting = {
  id: string;
  time: number;
  /** Inclusive, in milliseconds since the epoch. */
  until: number;
  finding: SequenceFinding;
};

const callsOff = (event: Pick<Held, 'time' | 'id'>, waiting: Waiting): boolean =>
  compareHeld(event, waiting) > 0 && event.time <= waiting.until;

/** Lets an alert wait, unless one of the events after its last one calls it off at once. */
export function wait(
  all: Waiting[],
  finding: SequenceFinding,
  { id, time }: Held,
  forMs: number,
  followers: readonly Held[],
): void {
  const waiting: Waiting = { id, time, until: time + forMs, finding };
  if (followers.some((follower) => callsOff(follower, waiting))) return;
  const after = all.findLastIndex((other) => compareHeld(other, waiting) < 0);
  all.splice(after + 1, 0, waiting);
}

/** Calls off what this event follows. */
export function breakWaiting(all: Waiting[], event: Held): void {
  const kept = all.filter((waiting) => !callsOff(event, waiting));
  all.splice(0, all.length, ...kept);
}

/** Takes out what nothing can call off any more, once the watermark is beyond it. Of more than 100 others, the oldest go. */
export function waitedOut(all: Waiting[], watermark: number): readonly Finding[] {
  const count = all.findIndex(({ until }) => until >= watermark);
  const out = all.splice(0, count < 0 ? all.length : count).map(({ finding }) => finding);
  all.splice(0, all.length - MAX_WAITING);
  return out;
}
