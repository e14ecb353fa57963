import type { PlannedRecord } from '../../core/producer/plan.ts';
import type { Clock } from '../clients/clock.ts';

/** How records are gathered for a put. */
export interface ScheduleOptions {
  readonly clock: Clock;
  /** Instant from which offsets count, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** How long the first of a put waits for others, in milliseconds. */
  readonly lingerMs: number;
  /** Records a put at the most. */
  readonly most: number;
  readonly signal: AbortSignal;
}

/**
 * Yields records when they are due, several at once where they fall within the linger. Each is due at its offset from
 * the start, not after the one before it, so a slow put delays what comes next but shifts nothing: what has become due
 * meanwhile is yielded at once, and the rate holds over the run. Ends with the plan, or when the signal is aborted.
 */
export async function* dueRecords(
  plan: Iterator<PlannedRecord>,
  { clock, startedAt, lingerMs, most, signal }: ScheduleOptions,
): AsyncGenerator<readonly PlannedRecord[]> {
  let next = plan.next();
  while (!next.done && !signal.aborted) {
    const ready = startedAt + next.value.offsetMs + lingerMs;
    const wait = ready - clock.now();
    if (wait > 0) await clock.sleep(wait, signal);
    if (signal.aborted) return;
    const now = clock.now();
    const due: PlannedRecord[] = [next.value];
    next = plan.next();
    while (!next.done && due.length < most && startedAt + next.value.offsetMs <= now) {
      due.push(next.value);
      next = plan.next();
    }
    yield due;
  }
}
