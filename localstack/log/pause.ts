import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { statFields } from '../setup/identity.mjs';

const patienceMilliseconds = 200;

/**
 * Runs `action`, which must not wait, while every thread of some processes is stopped, and lets them go on afterwards.
 *
 * @returns false when one of them did not stop within 200 ms (it may be in the middle of a write); `action` was not run then
 */
export function whilePaused(pids: readonly number[], action: () => void): boolean {
  for (const pid of pids) signal(pid, 'SIGSTOP');
  try {
    const deadline = performance.now() + patienceMilliseconds;
    while (!pids.every(isPaused)) {
      if (performance.now() > deadline) return false;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
    action();
    return true;
  } finally {
    resume(pids);
  }
}

/** Lets processes go on. Harmless for those that are not stopped, or have ended. */
export function resume(pids: readonly number[]): void {
  for (const pid of pids) signal(pid, 'SIGCONT');
}

/** One that has ended counts as paused: it writes nothing. */
function isPaused(pid: number): boolean {
  try {
    return process.platform === 'linux' ? everyThreadIsStopped(pid) : psState(pid).startsWith('T');
  } catch {
    return true;
  }
}

function everyThreadIsStopped(pid: number): boolean {
  const stopped = ['T', 't', 'Z', 'X'];
  return readdirSync(`/proc/${pid}/task`).every((thread) => stopped.includes(threadState(pid, thread)));
}

function threadState(pid: number, thread: string): string {
  try {
    return statFields(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8')).state;
  } catch {
    // It ended between the listing and the look.
    return 'X';
  }
}

function psState(pid: number): string {
  return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
}
