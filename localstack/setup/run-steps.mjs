// @ts-check
import path from 'node:path';
import { failureText } from './failure.mjs';

/** @import { Places } from './places.mjs' */
/** @import { Progress } from './progress.mjs' */
/** @import { Found, Step } from './step.mjs' */

const notDone = 'its commands ended well, but what they should have made is not there.';

/**
 * Runs steps side by side, each after the one that it builds on. When one fails the others go on to their end, so that
 * a second try has less to do.
 *
 * @param {readonly Step[]} pending
 * @param {Places} places
 * @param {{ found: Found; signal: AbortSignal; progress: Progress }} how
 * @returns {Promise<boolean>} whether every step has succeeded; each failure has been shown when it came
 * @throws the reason of `signal` when it aborts, after every step has ended
 */
export async function runSteps(pending, places, { found, signal, progress }) {
  /** @type {Map<Step, Promise<string | undefined>>} */
  const outcomes = new Map();
  const runStep = async (/** @type {Step} */ step) => {
    const before = step.after && outcomes.get(step.after);
    if (before && (await before) !== undefined) return undefined;
    if (signal.aborted) return undefined;
    progress.begin(step.name);
    try {
      const log = path.join(places.logs, step.log);
      await step.run(places, { log, signal, found, locks: places.locks });
      if (!step.isDone(places)) throw new Error(`${notDone} All that it printed: ${log}`);
      progress.end(step.name, true);
      return undefined;
    } catch (error) {
      progress.end(step.name, false);
      const failure = failureText(step.name, error);
      if (!signal.aborted) progress.complain(failure);
      return failure;
    }
  };
  for (const step of pending) outcomes.set(step, runStep(step));
  const failures = await Promise.all(outcomes.values());
  signal.throwIfAborted();
  return failures.every((failure) => failure === undefined);
}
