import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environmentHolds, familyOf } from './process-table.ts';
import { processIdentity } from './setup/identity.mjs';

/** A program to be started, with everything it is to know. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  /** Working directory; it must exist. */
  readonly cwd: string;
  /** The whole environment: nothing of the caller's is inherited. */
  readonly env: Readonly<Record<string, string>>;
}

/** A process that is recognised again even when its pid has been given to another. */
export interface ProcessRef {
  readonly pid: number;
  /** See `processIdentity`. */
  readonly identity: string;
  /** Value of `CAUDAL_RUN` in its environment, which what it starts inherits. Drawn anew for each start. */
  readonly run: string;
}

const runVariable = 'CAUDAL_RUN';

const rotateBytes = 20 * 1024 * 1024;

/**
 * Starts a program in a session of its own, with its output appended to a log file, so that it outlives this process and
 * its terminal and holds none of its streams. A log over 20 MB is moved to `<log>.1` first.
 *
 * @throws {Error} when the program cannot be started, naming it
 */
export async function startDetached(launch: Launch, log: string): Promise<ProcessRef> {
  mkdirSync(path.dirname(log), { recursive: true });
  if (existsSync(log) && statSync(log).size > rotateBytes) renameSync(log, `${log}.1`);
  const output = openSync(log, 'a');
  const run = randomUUID();
  try {
    const child = spawn(launch.command, launch.args, {
      cwd: launch.cwd,
      env: { ...launch.env, [runVariable]: run },
      detached: true,
      stdio: ['ignore', output, output],
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error) => reject(new Error(`cannot start ${launch.command}: ${error.message}`)));
    });
    child.unref();
    const pid = child.pid ?? 0;
    return { pid, identity: processIdentity(pid) ?? 'ended', run };
  } finally {
    closeSync(output);
  }
}

/** Whether this very process still runs. */
export function isRunning(ref: Pick<ProcessRef, 'pid' | 'identity'>): boolean {
  return processIdentity(ref.pid) === ref.identity;
}

/**
 * Ends a process and all that belongs to it: asks with SIGTERM, waits, then SIGKILL. Returns when none of them is left.
 * A pid that by now belongs to another process is left alone, and once the process itself has ended, so is everything
 * that does not carry its `run` in its environment: group and session are mere numbers, given out again.
 *
 * @param graceMilliseconds how long it may take to end by itself
 * @returns whether it ended by itself when asked, not by SIGKILL and not before
 * @throws {Error} when some outlive SIGKILL for 5 s, naming their pids
 */
export async function endProcess(ref: ProcessRef, graceMilliseconds: number): Promise<boolean> {
  const now = processIdentity(ref.pid);
  if (now !== undefined && now !== ref.identity) return false;
  const family = new Map<number, string>();
  const survivors = () => {
    const leads = isRunning(ref);
    for (const pid of familyOf(ref.pid).filter((member) => !family.has(member))) {
      const identity = processIdentity(pid);
      const isOurs = leads || environmentHolds(pid, runVariable, ref.run);
      if (identity !== undefined && isOurs) family.set(pid, identity);
    }
    return [...family].filter(([pid, identity]) => isRunning({ pid, identity })).map(([pid]) => pid);
  };
  const wasRunning = isRunning(ref);
  if (survivors().length === 0) return false;
  // The leader first and alone: it may have work left that needs its children.
  if (wasRunning) signalAll([ref.pid], 'SIGTERM');
  const endedByItself = (await until(() => !isRunning(ref), graceMilliseconds)) && wasRunning;
  signalAll(survivors(), 'SIGTERM');
  if (await until(() => survivors().length === 0, 1000)) return endedByItself;
  signalAll(survivors(), 'SIGKILL');
  if (await until(() => survivors().length === 0, 5000)) return endedByItself;
  throw new Error(`processes ${survivors().join(', ')} do not end, not even by SIGKILL`);
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended between the listing and the signal.
    }
  }
}

async function until(condition: () => boolean, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (!condition()) {
    if (performance.now() > deadline) return false;
    await sleep(40);
  }
  return true;
}
