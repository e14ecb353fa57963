// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { probe } from './probe.mjs';

/** LocalStack 4.14.0 needs this Python, whatever its metadata says. */
export const neededPython = '3.13';

const question = [
  'import sys',
  'try:',
  '  import venv, ensurepip; able = True',
  'except ImportError:',
  '  able = False',
  'print(*sys.version_info[:2], able, sys.executable)',
].join('\n');

/**
 * @typedef {object} Python
 * @property {string} executable
 * @property {string} version such as `3.13`
 * @property {boolean} able whether it can make virtual environments (Debian and Ubuntu ship that apart)
 */

/**
 * Where a Python may be, most telling first. The folder of those that uv has brought comes first, since set-up chose it.
 *
 * @param {string} pythons
 * @param {NodeJS.ProcessEnv} env
 * @param {string} home the user's home folder
 */
export function pythonCandidates(pythons, env = process.env, home = os.homedir()) {
  const pyenv = path.join(env.PYENV_ROOT ?? path.join(home, '.pyenv'), 'versions');
  const uv = env.UV_PYTHON_INSTALL_DIR ?? path.join(env.XDG_DATA_HOME ?? path.join(home, '.local/share'), 'uv/python');
  const files = [
    ...startingWith(pythons, 'cpython-3.13', 'bin/python3.13'),
    ...startingWith(pyenv, '3.13', 'bin/python'),
    ...startingWith(uv, 'cpython-3.13', 'bin/python3.13'),
    '/opt/homebrew/opt/python@3.13/bin/python3.13',
    '/usr/local/opt/python@3.13/bin/python3.13',
    '/home/linuxbrew/.linuxbrew/opt/python@3.13/bin/python3.13',
    '/Library/Frameworks/Python.framework/Versions/3.13/bin/python3.13',
    '/usr/bin/python3.13',
  ];
  return ['python3.13', 'python3', 'python', '/usr/bin/python3', ...files.filter((file) => existsSync(file))];
}

/**
 * Runs the candidates.
 *
 * @param {readonly string[]} candidates
 * @returns {Promise<Python[]>} those that answer, in the order of the candidates
 */
export async function findPythons(candidates) {
  const answers = await Promise.all(
    candidates.map((candidate) => probe(candidate, ['-c', question], cleanEnvironment())),
  );
  return answers.flatMap((answer) => {
    const match = /^(\d+) (\d+) (True|False) (.+)$/m.exec(answer ?? '');
    if (!match) return [];
    const [, major, minor, able, executable = ''] = match;
    return [{ executable, version: `${major}.${minor}`, able: able === 'True' }];
  });
}

/**
 * Which Python makes the environment, and which one brings uv. The two may be one.
 *
 * @param {readonly Python[]} found
 * @returns {{ base?: Python; bootstrap?: Python }} without `base`, uv has to bring a Python 3.13; without `bootstrap`
 *   set-up cannot go on
 */
export function choosePythons(found) {
  const base = found.find(({ version }) => version === neededPython);
  const recent = found.filter(
    ({ version, able }) => able && Number(version.split('.')[1]) >= 8 && version.startsWith('3.'),
  );
  const bootstrap = base?.able ? base : recent[0];
  return { ...(base ? { base } : {}), ...(bootstrap ? { bootstrap } : {}) };
}

/**
 * The environment without what would make a Python look elsewhere.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function cleanEnvironment(env = process.env) {
  const { PYTHONHOME: _home, PYTHONPATH: _path, VIRTUAL_ENV: _venv, CONDA_PREFIX: _conda, ...rest } = env;
  return rest;
}

/**
 * @param {string} folder
 * @param {string} prefix
 * @param {string} below
 */
function startingWith(folder, prefix, below) {
  try {
    const names = readdirSync(folder).filter((name) => name.startsWith(prefix));
    return names
      .sort()
      .reverse()
      .map((name) => path.join(folder, name, below));
  } catch {
    return [];
  }
}
