import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { accessSync, closeSync, constants, mkdirSync, openSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { rotateBeforeStart } from './log/rotate.ts';
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
  /** Process group and session that it is started in: the pid of the shell that waits for it. */
  readonly group: number;
  /** See `processIdentity`. */
  readonly identity: string;
  /** Value of `CAUDAL_RUN` in its environment, which what it starts inherits. Drawn anew for each start. */
  readonly run: string;
}

/** Where a detached process leaves its traces. */
export interface Traces {
  /** File that its output is appended to. */
  readonly log: string;
  /** File for the exit status of a shell: what it returned, or 128 and the number of the signal that ended it. */
  readonly exit: string;
}

const runVariable = 'CAUDAL_RUN';

/**
 * Only the parent of a process learns how it ended, and the command that starts a service is gone by then. So a shell of
 * one megabyte waits for it and writes that down. The inner one tells the pid that its `exec` gives to the program.
 */
const waitAndTell = `exit=$1; shift; /bin/sh -c 'echo $$ >&3; exec "$@" 3>&-' sh "$@"; echo $? > "$exit"`;

/**
 * Starts a program in a session of its own, with its output appended to a log file, so that it outlives this process and
 * its terminal and holds none of its streams. A log that has grown too large is rotated first.
 *
 * @throws {Error} when the program cannot be started, naming it
 */
export async function startDetached(launch: Launch, { log, exit }: Traces): Promise<ProcessRef> {
  requireProgram(launch.command);
  for (const file of [log, exit]) mkdirSync(path.dirname(file), { recursive: true });
  rmSync(exit, { force: true });
  rotateBeforeStart(log);
  const output = openSync(log, 'a');
  const run = randomUUID();
  try {
    const shell = spawn('/bin/sh', ['-c', waitAndTell, 'sh', exit, launch.command, ...launch.args], {
      cwd: launch.cwd,
      env: { ...launch.env, [runVariable]: run },
      detached: true,
      stdio: ['ignore', output, output, 'pipe'],
    });
    const told = shell.stdio[3] as Readable;
    const [text] = await Promise.race([once(told, 'data'), refusal(shell, launch)]);
    told.destroy();
    shell.unref();
    const pid = Number(text);
    return { pid, group: shell.pid ?? pid, identity: processIdentity(pid) ?? 'ended', run };
  } finally {
    closeSync(output);
  }
}

function requireProgram(command: string): void {
  try {
    accessSync(command, constants.X_OK);
  } catch (cause) {
    throw new Error(`cannot start ${command}: ${(cause as Error).message}`, { cause });
  }
}

async function refusal(shell: ChildProcess, { command, cwd }: Launch): Promise<never> {
  const [error] = await once(shell, 'error');
  throw new Error(`cannot start ${command} in ${cwd}: ${error.message}`);
}

/** Whether this very process still runs. */
export function isRunning(ref: Pick<ProcessRef, 'pid' | 'identity'>): boolean {
  return processIdentity(ref.pid) === ref.identity;
}

/** What a process that has ended itself has left running, by the `run` in their environment. */
export function leftBehind(ref: ProcessRef): number[] {
  if (isRunning(ref)) return [];
  return familyOf(ref.group).filter((pid) => environmentHolds(pid, runVariable, ref.run));
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
    for (const pid of familyOf(ref.group).filter((member) => !family.has(member))) {
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
