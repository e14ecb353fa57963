import { setTimeout as sleep } from 'node:timers/promises';

/** Pauses between reads that bring nothing: each is longer than the one before. */
export interface Pauses {
  /** Waits; at most as long as given. Returns early when the signal aborts. */
  next(atMostMs: number, signal: AbortSignal): Promise<void>;
  /** Something came. */
  reset(): void;
}

/** @param firstMs of the first pause, doubled each time @param mostMs of the longest */
export function growingPauses(firstMs: number, mostMs: number): Pauses {
  let pauseMs = firstMs;
  return {
    async next(atMostMs, signal) {
      const now = Math.min(pauseMs, atMostMs);
      pauseMs = Math.min(pauseMs * 2, mostMs);
      if (!signal.aborted) await sleep(now, undefined, { signal }).catch(() => undefined);
    },
    reset() {
      pauseMs = firstMs;
    },
  };
}
