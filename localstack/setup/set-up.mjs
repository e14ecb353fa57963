// @ts-check
import { checkMachine, pendingSteps } from './checks.mjs';
import { endLeftChildren } from './children.mjs';
import { acquireLock } from './lock.mjs';
import { places as findPlaces } from './places.mjs';
import { createProgress } from './progress.mjs';
import { windowsText } from './remedies.mjs';
import { runSteps } from './run-steps.mjs';

/**
 * Brings what is missing.
 *
 * @param {readonly string[]} args of the command line
 * @param {AbortSignal} signal aborting ends it
 * @returns {Promise<number>} exit code
 */
export async function setUp(args, signal) {
  const unknown = args.find((argument) => argument !== '--quiet');
  if (unknown !== undefined) return fail([`unknown option ${unknown}; there is --quiet alone`]);
  if (process.platform === 'win32') return fail([windowsText]);
  const quiet = args.includes('--quiet');
  const places = findPlaces();
  if (pendingSteps(places).length === 0) {
    if (!quiet) process.stderr.write('Set-up: all is there.\n');
    return 0;
  }
  const progress = createProgress();
  /** @type {(() => void)[]} */
  const locks = [];
  try {
    for (const file of places.locks) {
      const onWait = (/** @type {number} */ pid) => progress.say(`Set-up: waiting for another one (pid ${pid}) …`);
      locks.push(await acquireLock(file, { signal, onWait }));
    }
    await endLeftChildren(places.locks);
    return await bringWhatIsMissing(places, signal, progress);
  } catch (error) {
    if (!signal.aborted) throw error;
    progress.stop();
    process.stderr.write('Set-up: interrupted. Run it again; what is done stays.\n');
    return 130;
  } finally {
    progress.stop();
    for (const release of locks) release();
  }
}

/**
 * @param {ReturnType<typeof findPlaces>} places
 * @param {AbortSignal} signal
 * @param {ReturnType<typeof createProgress>} progress
 */
async function bringWhatIsMissing(places, signal, progress) {
  const pending = pendingSteps(places);
  const { found, missing } = await checkMachine(places, pending);
  if (missing.length > 0) return fail(missing);
  progress.say(`Set-up: ${pending.map(({ name }) => name).join(', ')} (into ${places.home})`);
  const begun = performance.now();
  const succeeded = await runSteps(pending, places, { found, signal, progress });
  progress.stop();
  if (!succeeded) return 1;
  process.stderr.write(`Set-up: done in ${((performance.now() - begun) / 1000).toFixed(1)} s.\n`);
  return 0;
}

/** @param {readonly string[]} lines */
function fail(lines) {
  process.stderr.write(`${lines.map((line) => `Set-up: ${line}`).join('\n')}\n`);
  return 1;
}
