// @ts-check
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run } from '../command.mjs';
import { cleanEnvironment, findPythons, neededPython, pythonCandidates } from '../python.mjs';
import { inputsHash, isStamped, replaceFolder } from '../stamp.mjs';

/** @import { Step, StepRun } from '../step.mjs' */
/** @import { Places } from '../places.mjs' */

const lists = path.resolve(import.meta.dirname, '..', '..', 'python');
const requirements = path.join(lists, 'requirements.txt');
const uvRequirements = path.join(lists, 'uv.txt');
const hash = () => inputsHash([requirements], [process.platform, process.arch]);

/** A Python 3.13 environment with LocalStack and the AWS CLI, every package pinned by hash. @type {Step} */
export const pythonEnvironment = {
  name: 'python environment',
  log: 'python.log',
  folder: ({ tools }) => tools,
  gigabytes: 1,
  isDone: ({ python }) => existsSync(path.join(python, 'bin', 'python')) && isStamped(python, hash()),

  async run(places, how) {
    const uv = await installUv(places, how);
    const base = how.found.base?.executable ?? (await installPython(places, how, uv));
    const env = cleanEnvironment();
    await replaceFolder(places.python, hash(), async (fresh) => {
      // Relocatable: the scripts in it (aws, pytest …) still find their Python after the folder has been renamed.
      await run(uv, ['venv', '--relocatable', '--python', base, fresh], { ...how, env });
      const python = path.join(fresh, 'bin', 'python');
      await run(uv, ['pip', 'sync', '--require-hashes', '--python', python, requirements], { ...how, env });
    });
  },
};

/**
 * uv, in a version pinned by hash, in a small environment of its own.
 *
 * @param {Places} places
 * @param {StepRun} how
 */
async function installUv({ bootstrap }, how) {
  const uv = path.join(bootstrap, 'bin', 'uv');
  const key = inputsHash([uvRequirements], [process.platform, process.arch]);
  if (existsSync(uv) && isStamped(bootstrap, key)) return uv;
  const python = how.found.bootstrap?.executable ?? 'python3';
  const env = cleanEnvironment();
  await replaceFolder(bootstrap, key, async (fresh) => {
    await run(python, ['-m', 'venv', fresh], { ...how, env });
    const pip = ['-m', 'pip', 'install', '--require-hashes', '--only-binary=:all:', '-r', uvRequirements];
    await run(path.join(fresh, 'bin', 'python'), pip, { ...how, env });
  });
  return uv;
}

/**
 * A Python 3.13 where the machine has none.
 *
 * @param {Places} places
 * @param {StepRun} how
 * @param {string} uv
 */
async function installPython({ pythons }, how, uv) {
  // Without the second, uv also puts a link into the user's ~/.local/bin.
  const env = { ...cleanEnvironment(), UV_PYTHON_INSTALL_DIR: pythons, UV_PYTHON_INSTALL_BIN: '0' };
  try {
    await run(uv, ['python', 'install', neededPython], { ...how, env });
  } catch (error) {
    rmSync(pythons, { recursive: true, force: true });
    throw error;
  }
  const found = await findPythons(pythonCandidates(pythons));
  const python = found.find(({ executable, version }) => version === neededPython && executable.startsWith(pythons));
  if (!python) throw new Error(`uv has installed Python ${neededPython} into ${pythons}, but it does not run`);
  return python.executable;
}
