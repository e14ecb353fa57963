// @ts-check
import { execFile } from 'node:child_process';

/**
 * Runs a candidate and returns what it prints, both streams; undefined when it is missing, fails or takes over 10 s.
 * A name on PATH proves nothing (pyenv leaves shims that lead nowhere, macOS has a `java` that only shows a hint).
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<string | undefined>}
 */
export function probe(command, args, env = process.env) {
  return new Promise((resolve) => {
    execFile(command, args, { timeout: 10_000, env }, (error, stdout, stderr) => {
      resolve(error ? undefined : `${stdout}${stderr}`);
    });
  });
}
