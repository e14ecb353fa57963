// @ts-check
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processIdentity } from './identity.mjs';

/**
 * Writes down a command that set-up has started, the leader of its process group, beside every lock that set-up holds.
 *
 * @param {readonly string[]} locks
 * @param {number} pid
 * @returns {() => void} the function that forgets it again
 */
export function recordChild(locks, pid) {
  const files = locks.map((lock) => path.join(folderBeside(lock), `${pid}.json`));
  for (const file of files) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ pid, identity: processIdentity(pid) }));
  }
  return () => {
    for (const file of files) rmSync(file, { force: true });
  };
}

/**
 * Ends the commands of a set-up that was killed, so that none writes where this one does. For the holder of the locks
 * alone: whoever held them before has ended.
 *
 * @param {readonly string[]} locks
 */
export async function endLeftChildren(locks) {
  for (const folder of locks.map(folderBeside)) {
    for (const file of filesIn(folder)) {
      await endGroup(readFileSync(file, 'utf8'));
      rmSync(file, { force: true });
    }
  }
}

/**
 * Sends a signal to a process group, if it is still there.
 *
 * @param {number | undefined} leader pid
 * @param {NodeJS.Signals} signal
 */
export function killGroup(leader, signal) {
  try {
    if (leader !== undefined) process.kill(-leader, signal);
  } catch {
    // The group has ended already.
  }
}

/** @param {string} text of a record */
async function endGroup(text) {
  const child = parsed(text);
  if (child?.identity === undefined || processIdentity(child.pid) !== child.identity) return;
  killGroup(child.pid, 'SIGKILL');
  while (processIdentity(child.pid) === child.identity) await sleep(20);
}

/**
 * @param {string} text
 * @returns {{ pid: number; identity?: string } | undefined}
 */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {string} lock */
const folderBeside = (lock) => `${lock}.children`;

/** @param {string} folder */
function filesIn(folder) {
  try {
    return readdirSync(folder).map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}
