// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const stampName = '.caudal-stamp';

/**
 * Hash of what a step is made from: files, folders (all files below, with their names) and plain values.
 *
 * @param {readonly string[]} files
 * @param {readonly string[]} [values]
 */
export function inputsHash(files, values = []) {
  const hash = createHash('sha256').update(JSON.stringify(values));
  for (const file of files.flatMap(filesBelow)) {
    hash.update(`\n${path.basename(file)}\n`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/**
 * Whether a folder was made from these inputs, and wholly: its stamp is the last thing written into it.
 *
 * @param {string} folder
 * @param {string} hash
 * @param {string} [name]
 */
export function isStamped(folder, hash, name = stampName) {
  const file = path.join(folder, name);
  return existsSync(file) && readFileSync(file, 'utf8') === hash;
}

/**
 * @param {string} folder
 * @param {string} hash
 * @param {string} [name]
 */
export function writeStamp(folder, hash, name = stampName) {
  writeFileSync(path.join(folder, name), hash);
}

/**
 * Makes a folder whole or not at all: `fill` works in one beside it, which then takes its place.
 *
 * @param {string} folder
 * @param {string} hash
 * @param {(fresh: string) => Promise<void>} fill
 */
export async function replaceFolder(folder, hash, fill) {
  const fresh = `${folder}.new`;
  const old = `${folder}.old`;
  for (const leftover of [fresh, old]) rmSync(leftover, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  await fill(fresh);
  writeStamp(fresh, hash);
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(fresh, folder);
  rmSync(old, { recursive: true, force: true });
}

/**
 * @param {string} file
 * @returns {string[]}
 */
function filesBelow(file) {
  if (!existsSync(file)) return [];
  const entries = readdirSync(path.dirname(file), { withFileTypes: true });
  const entry = entries.find(({ name }) => name === path.basename(file));
  if (!entry?.isDirectory()) return [file];
  return readdirSync(file)
    .filter((name) => !/^(__pycache__|build|.*\.egg-info|\..*)$/.test(name))
    .sort()
    .flatMap((name) => filesBelow(path.join(file, name)));
}
