// @ts-check
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run } from '../command.mjs';
import { cleanEnvironment } from '../python.mjs';
import { inputsHash, isStamped, writeStamp } from '../stamp.mjs';
import { pythonEnvironment } from './python-environment.mjs';

/** @import { Step } from '../step.mjs' */

const source = path.resolve(import.meta.dirname, '..', '..', 'extension');
const stampName = '.caudal-extension';
const hash = () => inputsHash([source]);

/** The project's own LocalStack extension, in the Python environment. @type {Step} */
export const extension = {
  name: 'localstack extension',
  log: 'extension.log',
  folder: ({ tools }) => tools,
  gigabytes: 0,
  after: pythonEnvironment,
  isDone: (places) => pythonEnvironment.isDone(places) && isStamped(places.python, hash(), stampName),

  async run({ python, tools, bootstrap }, how) {
    // Built from a copy, since the build leaves files beside the sources.
    const copy = path.join(tools, 'extension');
    rmSync(copy, { recursive: true, force: true });
    rmSync(path.join(python, stampName), { force: true });
    cpSync(source, copy, { recursive: true, filter: (file) => !/(__pycache__|\.egg-info|\/build)$/.test(file) });
    const key = hash();
    const install = ['pip', 'install', '--no-deps', '--no-build-isolation', '--reinstall-package', 'caudal-localstack'];
    const uv = path.join(bootstrap, 'bin', 'uv');
    const interpreter = path.join(python, 'bin', 'python');
    await run(uv, [...install, '--python', interpreter, copy], { ...how, env: cleanEnvironment() });
    writeStamp(python, key, stampName);
    rmSync(copy, { recursive: true, force: true });
  },
};
