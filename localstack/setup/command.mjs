// @ts-check
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { killGroup, recordChild } from './children.mjs';

/** A command of set-up has failed. */
export class CommandError extends Error {
  /**
   * @param {string} command as it was run
   * @param {string} output what it printed, both streams
   * @param {string} log file that holds all of it
   * @param {string} ending such as `exit code 1`
   */
  constructor(command, output, log, ending) {
    super(`${command}: ${ending}`);
    this.name = 'CommandError';
    this.output = output;
    this.log = log;
  }
}

const keptCharacters = 20_000;

/**
 * Runs a command of set-up with its output in a log file. It runs in a process group of its own, so that aborting ends
 * all that it has started.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ log: string; signal: AbortSignal; locks: readonly string[]; cwd?: string; env?: NodeJS.ProcessEnv }} options
 *   `locks`: the locks of this set-up, beside which the command is written down while it runs
 * @returns {Promise<string>} the last 20,000 characters that it printed
 * @throws {CommandError} when it cannot be started or ends with another code than 0
 * @throws the reason of `signal` when that aborts, after the group has ended
 */
export async function run(command, args, { log, signal, locks, cwd, env = process.env }) {
  signal.throwIfAborted();
  mkdirSync(path.dirname(log), { recursive: true });
  const file = createWriteStream(log, { flags: 'a' });
  const name = [path.basename(command), ...args.slice(0, 2)].join(' ');
  file.write(`\n$ ${command} ${args.join(' ')}\n`);
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const forget = child.pid === undefined ? () => {} : recordChild(locks, child.pid);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output = (output + text).slice(-keptCharacters);
      file.write(text);
    });
  }
  const kill = (/** @type {NodeJS.Signals} */ how) => killGroup(child.pid, how);
  const onAbort = () => {
    kill('SIGTERM');
    setTimeout(() => kill('SIGKILL'), 3000).unref();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const ending = await new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, by) => resolve(code === 0 ? '' : by ? `ended by ${by}` : `exit code ${code}`));
    });
    signal.throwIfAborted();
    if (ending !== '') throw new CommandError(name, output, log, ending);
    return output;
  } finally {
    signal.removeEventListener('abort', onAbort);
    if (signal.aborted) kill('SIGKILL');
    forget();
    file.end();
  }
}
