// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { processIdentity } from '../../setup/identity.mjs';
import { ok, warning } from '../finding.mjs';

/** @import { Places } from '../../setup/places.mjs' */

/** What a set-up that was killed has left: folders beside their place, locks that nobody holds. @param {Places} places */
export function halfMade({ tools, locks }) {
  const folders = existsSync(tools) ? readdirSync(tools).filter((name) => /\.(new|old)$/.test(name)) : [];
  const held = locks.filter((lock) => existsSync(lock));
  if (held.some((lock) => isHeld(lock))) return ok('leftovers of set-up', 'a set-up is at work at this moment');
  const left = [...folders.map((name) => path.join(tools, name)), ...held];
  if (left.length === 0) return ok('leftovers of set-up', 'none');
  return warning('leftovers of set-up', left.join(', '), {
    why: 'A set-up was interrupted. They take room, and nothing else: the next one clears them.',
    mend: 'node localstack/setup.mjs',
  });
}

/** @param {string} lock */
function isHeld(lock) {
  try {
    const { pid, identity } = JSON.parse(readFileSync(lock, 'utf8'));
    return processIdentity(pid) === identity;
  } catch {
    return false;
  }
}
