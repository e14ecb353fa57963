import { createInterface } from 'node:readline/promises';
import { exitCodes, UserError } from '../errors.ts';

/**
 * Asks a question on the terminal, to be answered with `yes`.
 *
 * @throws {UserError} where there is no terminal to ask on
 */
export async function confirmed(question: string, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new UserError('There is no terminal to confirm on', {
      hint: '--yes goes on without asking.',
      exitCode: exitCodes.usage,
    });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`${question} Type yes: `, { signal })).trim() === 'yes';
  } finally {
    terminal.close();
  }
}
