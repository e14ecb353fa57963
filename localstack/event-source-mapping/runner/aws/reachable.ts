import { setTimeout as sleep } from 'node:timers/promises';
import { answers } from '../../../ports.ts';

/** Between two looks at a port where nobody listens. Unit: ms. */
const PAUSE_MS = 250;

/** Whether an error says that the server could not be reached or broke off, as against: it answered with an error. */
export function isUnreachable(error: unknown): boolean {
  const metadata = error instanceof Error && '$metadata' in error ? error.$metadata : undefined;
  return !(metadata instanceof Object && 'httpStatusCode' in metadata && metadata.httpStatusCode !== undefined);
}

/**
 * Waits until somebody listens on a port of 127.0.0.1, or the signal aborts. A server that is away costs a look every 250 ms
 * and no back-off: work goes on as soon as it is back.
 */
export async function whenReachable(port: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !(await answers(port))) {
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
  }
}
