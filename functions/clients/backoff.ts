/** How long to wait between tries. */
export interface BackoffSettings {
  /** Upper bound of the first wait, in milliseconds. @default 100 */
  readonly baseMs?: number;
  /** Upper bound of any wait, in milliseconds. @default 5000 */
  readonly capMs?: number;
}

/**
 * Exponential back-off with full jitter: a uniform draw from zero to a bound that doubles with each try. The whole range
 * is drawn from, so that callers who failed together do not come back together.
 *
 * @param attempt 1 after the first failure
 * @param random uniform in [0, 1)
 * @returns milliseconds
 * @see https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
export function backoffMs(attempt: number, random: () => number, settings: BackoffSettings = {}): number {
  const { baseMs = 100, capMs = 5000 } = settings;
  return random() * Math.min(capMs, baseMs * 2 ** (attempt - 1));
}
