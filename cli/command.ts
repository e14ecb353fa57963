import { Command } from 'commander';
import { type CloudConfig, cloudConfig } from '../localstack/config.ts';
import { exitCodes, UserError } from './errors.ts';
import { Output } from './output.ts';

/** What a command is run with. */
export interface CommandContext {
  readonly output: Output;
  readonly config: CloudConfig;
  /** Aborted by the first Ctrl-C; the second ends the process at once. */
  readonly signal: AbortSignal;
}

/** A command with `--json` and examples under its help, as every command has them. */
export function command(name: string, summary: string, examples: readonly string[]): Command {
  return new Command(name)
    .description(summary)
    .option('--json', 'print one JSON document on stdout and nothing else')
    .addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ ./caudal ${example}`).join('\n')}`);
}

/**
 * Wraps what a command does: makes its context, turns Ctrl-C into an aborted signal, prints errors as two lines and
 * sets the exit code (what `run` returns, 0 where it returns nothing).
 */
export function action<Arguments extends unknown[]>(
  run: (context: CommandContext, ...args: Arguments) => Promise<number | undefined>,
): (...args: [...Arguments, Command]) => Promise<void> {
  return async (...all) => {
    const owner = all.at(-1) as Command;
    const args = all.slice(0, -1) as Arguments;
    const output = new Output({ json: owner.opts().json === true });
    const interrupt = new AbortController();
    const onInterrupt = (): void => {
      if (interrupt.signal.aborted) process.exit(exitCodes.interrupted);
      interrupt.abort();
    };
    process.on('SIGINT', onInterrupt);
    process.on('SIGTERM', onInterrupt);
    try {
      process.exitCode =
        (await run({ output, config: readConfig(), signal: interrupt.signal }, ...args)) ?? exitCodes.ok;
    } catch (error) {
      process.exitCode = report(error, output, interrupt.signal);
    } finally {
      process.off('SIGINT', onInterrupt);
      process.off('SIGTERM', onInterrupt);
    }
  };
}

function readConfig(): CloudConfig {
  try {
    return cloudConfig();
  } catch (error) {
    throw new UserError((error as Error).message, { exitCode: exitCodes.usage });
  }
}

/** Prints an error and gives the exit code. */
function report(error: unknown, output: Output, signal: AbortSignal): number {
  output.endTransient();
  if (signal.aborted) {
    process.stderr.write('interrupted\n');
    return exitCodes.interrupted;
  }
  const message = error instanceof Error ? error.message || error.name : String(error);
  const hint = error instanceof UserError ? error.hint : undefined;
  const exitCode = error instanceof UserError ? error.exitCode : exitCodes.failed;
  if (output.json) output.result({ error: message, ...(hint ? { hint } : {}) });
  process.stderr.write(`caudal: ${message}\n${hint ? `  ${hint}\n` : ''}`);
  if (!(error instanceof UserError) && process.env.CAUDAL_DEBUG && error instanceof Error) {
    process.stderr.write(`${error.stack}\n`);
  }
  return exitCode;
}
