// @ts-check
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processIdentity } from './identity.mjs';

/** Those of this process wait for one another as well. */
let claims = 0;

/**
 * Takes a lock that is a file holding the pid of its holder. A lock whose holder has ended is taken over.
 *
 * @param {string} file
 * @param {{ signal?: AbortSignal; onWait?: (pid: number) => void }} [options] `onWait` is called once, when another
 *   process holds the lock and this one begins to wait
 * @returns {Promise<() => void>} the function that gives the lock back
 * @throws the reason of `signal` when it aborts while waiting
 */
export async function acquireLock(file, { signal, onWait } = {}) {
  mkdirSync(path.dirname(file), { recursive: true });
  const claim = `${file}.${process.pid}.${++claims}`;
  writeFileSync(claim, JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid) }));
  try {
    for (let waiting = false; ; waiting = true) {
      if (tryLink(claim, file)) return () => rmSync(file, { force: true });
      const holder = readHolder(file);
      if (holder && processIdentity(holder.pid) === holder.identity) {
        if (!waiting) onWait?.(holder.pid);
        await sleep(100, undefined, signal ? { signal } : {});
      } else {
        discard(file);
      }
    }
  } finally {
    rmSync(claim, { force: true });
  }
}

/**
 * A hard link appears whole or not at all, so nobody ever reads a lock without its pid.
 *
 * @param {string} claim
 * @param {string} file
 */
function tryLink(claim, file) {
  try {
    linkSync(claim, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * @param {string} file
 * @returns {{ pid: number; identity: string } | undefined}
 */
function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Moves a stale lock away before removing it: of two processes that both found it stale, one alone can move it.
 *
 * @param {string} file
 */
function discard(file) {
  const stale = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, stale);
    const holder = readHolder(stale);
    if (holder && processIdentity(holder.pid) === holder.identity) tryLink(stale, file);
    rmSync(stale, { force: true });
  } catch {
    // Another process was faster; the next turn looks again.
  }
}
