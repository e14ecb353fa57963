import { systemClock } from '../functions/clients/clock.ts';

const POLL_MS = 1000;

/** How something is followed that can only be asked for, again and again. */
export interface Polled<T> {
  /** What there is since an instant, oldest first. */
  read(from: Date): Promise<readonly T[]>;
  /** What tells one from another. */
  idOf(one: T): string;
  /** What was there since then comes first. @default none: only what comes from now on */
  readonly from?: Date | undefined;
  /** How far back one may lie that comes only now, in milliseconds. */
  readonly backMs: number;
  /** Ends after so many. @default no end */
  readonly limit?: number | undefined;
}

/** What comes to be, each once, oldest first of those that come together, until the signal or the limit. */
export async function* pollNew<T>(polled: Polled<T>, signal: AbortSignal): AsyncGenerator<T> {
  const { from, backMs, limit = Number.POSITIVE_INFINITY } = polled;
  const recent = () => polled.read(new Date(Math.max(Date.now() - backMs, from?.getTime() ?? 0)));
  const idsOf = (those: readonly T[]) => new Set(those.map((one) => polled.idOf(one)));
  let seen = from === undefined ? idsOf(await recent()) : new Set<string>();
  let next = from === undefined ? recent : () => polled.read(from);
  let left = limit;
  while (!signal.aborted) {
    const there = await next();
    next = recent;
    for (const one of there) {
      if (seen.has(polled.idOf(one))) continue;
      yield one;
      left -= 1;
      if (left <= 0) return;
    }
    seen = idsOf(there);
    await systemClock.sleep(POLL_MS, signal);
  }
}
