/** Runs that the schedule asked for and that never began. */
export interface MissedRuns {
  /** How many. */
  readonly runs: number;
  /** When the first of them was due, ISO 8601. */
  readonly from: string;
  /** When the last of them was due, ISO 8601. */
  readonly to: string;
}

const MINUTE_MS = 60_000;

/** A rule fires within its minute, and the call takes a moment. */
const GRACE_MS = 90_000;

/**
 * The runs missed between two that began. A rule may fire some seconds early or late, so distances are rounded to whole intervals.
 *
 * @param last when the one before was due, in milliseconds since the epoch
 * @param next when this one was due, in milliseconds since the epoch
 */
export function missedBetween(last: number, next: number, everyMinutes: number): MissedRuns | undefined {
  return missed(last, Math.round((next - last) / (everyMinutes * MINUTE_MS)) - 1, everyMinutes);
}

/**
 * The runs missed since the last one that began, up to now.
 *
 * @param last when it was due, in milliseconds since the epoch
 * @param now in milliseconds since the epoch
 */
export function missedSince(last: number, now: number, everyMinutes: number): MissedRuns | undefined {
  return missed(last, Math.floor((now - last - GRACE_MS) / (everyMinutes * MINUTE_MS)), everyMinutes);
}

function missed(last: number, runs: number, everyMinutes: number): MissedRuns | undefined {
  if (runs < 1) return undefined;
  const due = (nth: number): string => new Date(last + nth * everyMinutes * MINUTE_MS).toISOString();
  return { runs, from: due(1), to: due(runs) };
}

/** In words: `4319 runs missed, from 2026-11-19T17:02:00Z to 2026-11-22T17:00:00Z`. */
export function missedText({ runs, from, to }: MissedRuns): string {
  const [first, last] = [from, to].map((instant) => instant.replace('.000Z', 'Z'));
  return runs === 1 ? `1 run missed, at ${first}` : `${runs} runs missed, from ${first} to ${last}`;
}
