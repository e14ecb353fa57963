/** When a service that crashes again and again is restarted. */
export interface BackOff {
  /** Wait before the first restart; it doubles with each crash in a row. Unit: ms. */
  readonly firstDelayMs: number;
  /** Unit: ms. */
  readonly longestDelayMs: number;
  /** A service that has lived as long is well again: its crashes count from one. Unit: ms. */
  readonly wellAfterMs: number;
  /** As many crashes in a row end the restarts. */
  readonly crashes: number;
}

/** Half a second, one, two … sixteen; after the sixth crash in a row none. */
export const standardBackOff: BackOff = { firstDelayMs: 500, longestDelayMs: 30_000, wellAfterMs: 60_000, crashes: 6 };

/** The crashes of one service in a row. Times are of one clock. Unit: ms. */
export interface CrashRow {
  readonly crashes: number;
  readonly firstAt: number;
}

/** What follows a crash. */
export type Verdict = { readonly row: CrashRow } & (
  | { readonly restartInMs: number }
  | { readonly gaveUpAfterMs: number }
);

/**
 * Counts a crash and decides what follows.
 *
 * @param before the crashes so far in a row, if any
 * @param livedMs how long the process lived
 */
export function afterCrash(backOff: BackOff, before: CrashRow | undefined, livedMs: number, now: number): Verdict {
  const inARow = before !== undefined && livedMs < backOff.wellAfterMs;
  const row = inARow ? { ...before, crashes: before.crashes + 1 } : { crashes: 1, firstAt: now };
  if (row.crashes >= backOff.crashes) return { row, gaveUpAfterMs: now - row.firstAt };
  return { row, restartInMs: Math.min(backOff.firstDelayMs * 2 ** (row.crashes - 1), backOff.longestDelayMs) };
}
