import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again until the answer passes, or gives the last answer when the time is over: the assertion then shows it. */
export async function until<T>(ask: () => Promise<T>, passes: (answer: T) => boolean, timeoutMs = 60_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (passes(answer) || Date.now() > deadline) return answer;
    await sleep(500);
  }
}
