// @ts-check
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { CommandError, run } from '../command.mjs';
import { probe } from '../probe.mjs';

/** @import { Step } from '../step.mjs' */

/** What npm installs, Node 24 among it. @type {Step} */
export const nodeModules = {
  name: 'node modules',
  log: 'npm.log',
  gigabytes: 1,

  isDone({ root }) {
    const installed = readPackages(path.join(root, 'node_modules', '.package-lock.json'));
    const locked = readPackages(path.join(root, 'package-lock.json'));
    return installed !== undefined && locked !== undefined && agree(installed, locked) && existsSync(nodeBinary(root));
  },

  async run({ root }, { log, signal }) {
    const env = withoutOwnNode(root);
    const npm = env.npm_execpath?.endsWith('.js')
      ? { command: await systemNode(env), args: [env.npm_execpath] }
      : { command: 'npm', args: [] };
    // Not "npm ci": it fails where a registry lacks a package for a platform that is not this one, and where the lock
    // file was made by such a registry. Like it, this starts from nothing and leaves the lock file as it is.
    rmSync(path.join(root, 'node_modules'), { recursive: true, force: true });
    const install = [...npm.args, 'install', '--no-save'];
    try {
      // Every version is locked, so what npm's cache knows of a package is enough: half the time.
      await run(npm.command, [...install, '--prefer-offline'], { log, signal, cwd: root, env });
    } catch (error) {
      if (!(error instanceof CommandError && /ETARGET|notarget/.test(error.output))) throw error;
      await run(npm.command, install, { log, signal, cwd: root, env });
    }
    if (await answersAsNode24(root)) return;
    await run(npm.command, [...npm.args, 'rebuild', 'node', '--ignore-scripts=false'], { log, signal, cwd: root, env });
    if (await answersAsNode24(root)) return;
    throw new Error(
      'npm did not run the install script of the package "node", which brings Node 24. Run: npm rebuild node',
    );
  },
};

/**
 * npm leaves a lock file of what it has installed, as the last thing it does. Where it agrees with the lock file of the
 * project, nothing is to be done. Packages for other platforms are in the latter alone, and one for this platform may be
 * in the former alone, when the registry that the lock file was made with does not carry it.
 *
 * @param {Record<string, LockedPackage>} installed
 * @param {Record<string, LockedPackage>} locked
 */
export function agree(installed, locked) {
  const same = Object.entries(installed).every(([name, { version, integrity, optional }]) =>
    locked[name] ? locked[name].version === version && locked[name].integrity === integrity : optional,
  );
  const missing = Object.entries(locked).some(
    ([name, { optional, link }]) => name !== '' && !optional && !link && installed[name] === undefined,
  );
  return same && !missing;
}

/** @typedef {{ version?: string; integrity?: string; optional?: boolean; link?: boolean }} LockedPackage */

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage> | undefined}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** @param {string} root */
const nodeBinary = (root) => path.join(root, 'node_modules', 'node', 'bin', 'node');

/** @param {string} root */
async function answersAsNode24(root) {
  return (await probe(path.join(root, 'node_modules', '.bin', 'node'), ['-v']))?.startsWith('v24.') ?? false;
}

/**
 * `node_modules` is removed first, so the Node that runs npm must not be the one in there.
 *
 * @param {string} root
 * @returns {NodeJS.ProcessEnv}
 */
function withoutOwnNode(root) {
  const own = path.join(root, 'node_modules');
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => !folder.startsWith(own));
  return { ...process.env, PATH: folders.join(path.delimiter) };
}

/** @param {NodeJS.ProcessEnv} env */
async function systemNode(env) {
  const executable = await probe('node', ['-p', 'process.execPath'], env);
  return executable?.trim() ?? process.execPath;
}
