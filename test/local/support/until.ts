import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again until the answer passes, or gives the last answer when the time is over: the assertion then shows it.
 *
 * @param everyMs pause between two questions @default 500
 */
export async function until<T>(
  ask: () => Promise<T>,
  passes: (answer: T) => boolean,
  timeoutMs = 60_000,
  everyMs = 500,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (passes(answer) || Date.now() > deadline) return answer;
    await sleep(everyMs);
  }
}
