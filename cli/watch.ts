import { setTimeout as sleep } from 'node:timers/promises';

/** Does something now, and again each `everyMs` until Ctrl-C. The time that it takes itself is part of the interval. */
export async function watch(everyMs: number, signal: AbortSignal, look: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    const next = Date.now() + everyMs;
    await look();
    await sleep(Math.max(0, next - Date.now()), undefined, { signal }).catch(() => undefined);
  }
}
