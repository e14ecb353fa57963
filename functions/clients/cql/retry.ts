import { backoffMs } from '../backoff.ts';
import type { Clock } from '../clock.ts';
import { faultOf } from './errors.ts';

/** How work is tried again. */
export interface RetryOptions {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** When there is no more time for a further try, in milliseconds since the epoch. */
  readonly until: number;
}

/**
 * Does work, and again after a pause as long as the store is too busy for it: exponential back-off with full jitter, 100 ms
 * to 5 s. Keyspaces turns requests away while a table, a partition or a connection is over its rate, as time-outs and
 * overload, and means them to come back later. The work has to be idempotent.
 *
 * @throws the last error, when the next pause would go beyond the time there is; any other error at once
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/troubleshooting.serverless.html
 */
export async function whileBusy<T>(work: () => Promise<T>, { clock, random, until }: RetryOptions): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const pause = backoffMs(attempt, random);
      if (faultOf(error) !== 'busy' || clock.now() + pause >= until) throw error;
      await clock.sleep(pause);
    }
  }
}
