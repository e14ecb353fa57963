import { recognise } from './recognise.ts';

/**
 * Does work with a bound in time, which also ends the waiting for work that knows nothing of signals.
 *
 * @param work gets a signal that aborts with `signal`, and when the time is over
 * @throws what the work throws; an {Error} that says the bound, when the time is over; the reason of `signal`
 */
export async function bounded<T>(
  withinMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const bound = new AbortController();
  const timer = setTimeout(() => bound.abort(new Error(`not done after ${withinMs / 1000} s`)), withinMs);
  const either = AbortSignal.any([signal, bound.signal]);
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  either.addEventListener('abort', () => reject(either.reason), { once: true });
  try {
    return await Promise.race([work(either), aborted]);
  } finally {
    clearTimeout(timer);
    bound.abort();
    aborted.catch(() => undefined);
  }
}

/** An error in a line or two: its message, and what to do, where that is known. */
export function explained(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const says = recognise(`${name}: ${message}`);
  return says === undefined ? message || name : `${message || name}\n→ ${says}`;
}
