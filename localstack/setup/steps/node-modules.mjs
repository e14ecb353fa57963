// @ts-check
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { CommandError, run } from '../command.mjs';
import { isNetworkFailure } from '../failure.mjs';
import { probe } from '../probe.mjs';

/** @import { Step } from '../step.mjs' */

/** What npm installs, Node 24 among it. @type {Step} */
export const nodeModules = {
  name: 'node modules',
  log: 'npm.log',
  folder: ({ root }) => root,
  gigabytes: 1,

  isDone({ root }) {
    const installed = readPackages(path.join(root, 'node_modules', '.package-lock.json'));
    const locked = readPackages(path.join(root, 'package-lock.json'));
    return installed !== undefined && locked !== undefined && agree(installed, locked) && existsSync(nodeBinary(root));
  },

  async run({ root }, { log, signal, locks }) {
    const env = withoutOwnNode(root);
    const how = { log, signal, locks, cwd: root, env };
    const npm = env.npm_execpath?.endsWith('.js')
      ? { command: await systemNode(env), args: [env.npm_execpath] }
      : { command: 'npm', args: [] };
    rmSync(path.join(root, 'node_modules'), { recursive: true, force: true });
    await install((...args) => run(npm.command, [...npm.args, ...args], how));
    if (await answersAsNode24(root)) return;
    await run(npm.command, [...npm.args, 'rebuild', 'node', '--ignore-scripts=false'], how);
    if (await answersAsNode24(root)) return;
    throw new Error(
      'npm did not run the install script of the package "node", which brings Node 24. Run: npm rebuild node',
    );
  },
};

/**
 * Installs what the lock file says and leaves that as it is. Not with `npm ci`: it fails where a registry lacks a package
 * for a platform that is not this one, and where the lock file was made by such a registry.
 *
 * @param {(...args: string[]) => Promise<string>} npm
 */
async function install(npm) {
  // Said, since NODE_ENV=production or the user's own settings may leave them out, and the lock file is then not met.
  const command = ['install', '--no-save', '--include=dev', '--include=optional'];
  // npm itself tries for a minute, and again for each such package, before it says that there is no network. A registry
  // that cannot be pinged is none that cannot be reached.
  const unreachable = await npm('ping', '--fetch-retries=1', '--fetch-retry-mintimeout=1000').then(
    () => undefined,
    (error) => (isNetworkFailure(error) ? error : undefined),
  );
  if (unreachable) return npm(...command, '--offline').catch(() => Promise.reject(unreachable));
  try {
    // Every version is locked, so what npm's cache knows of a package is enough: half the time.
    return await npm(...command, '--prefer-offline');
  } catch (error) {
    if (!(error instanceof CommandError && /ETARGET|notarget/.test(error.output))) throw error;
    return npm(...command);
  }
}

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
