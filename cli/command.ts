import { Command } from 'commander';
import { type CloudConfig, cloudConfig } from '../localstack/config.ts';
import { exitCodes, UserError } from './errors.ts';
import { Output } from './output.ts';
import { prefixOption, useStage } from './stage.ts';

/** What a command is run with. */
export interface CommandContext {
  readonly output: Output;
  readonly config: CloudConfig;
  /**
   * Aborted by the first Ctrl-C. Another one ends the process at once, if it comes a second later or more: npm and some
   * shells pass on a Ctrl-C that the process has had from the terminal already.
   */
  readonly signal: AbortSignal;
}

const SAME_CTRL_C_MS = 1000;

/** A command with `--json` and examples under its help, as every command has them. */
export function command(name: string, summary: string, examples: readonly string[]): Command {
  return new Command(name)
    .description(summary)
    .option('--json', 'print one JSON document on stdout and nothing else')
    .addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ ./caudal ${example}`).join('\n')}`);
}

/** The same of a command that is about a deployment: it may be that of any stage. */
export function stageCommand(name: string, summary: string, examples: readonly string[]): Command {
  return command(name, summary, examples).addOption(prefixOption());
}

/**
 * Wraps what a command does: makes its context, turns Ctrl-C into an aborted signal, prints errors as two lines and
 * sets the exit code: what `run` returns; where it returns nothing, 0, or 130 after a Ctrl-C. A command that ends with
 * Ctrl-C as it should (`tail`, say) returns 0 itself.
 */
export function action<Arguments extends unknown[]>(
  run: (context: CommandContext, ...args: Arguments) => Promise<number | undefined>,
): (...args: [...Arguments, Command]) => Promise<void> {
  return async (...all) => {
    const owner = all.at(-1) as Command;
    const args = all.slice(0, -1) as Arguments;
    const output = new Output({ json: owner.opts().json === true });
    const interrupt = new AbortController();
    let interruptedAt = 0;
    const onInterrupt = (): void => {
      if (interrupt.signal.aborted) {
        if (Date.now() - interruptedAt >= SAME_CTRL_C_MS) process.exit(exitCodes.interrupted);
        return;
      }
      interruptedAt = Date.now();
      interrupt.abort();
      setTimeout(() => process.stderr.write('\nstopping … Ctrl-C again ends at once\n'), SAME_CTRL_C_MS).unref();
    };
    process.on('SIGINT', onInterrupt);
    process.on('SIGTERM', onInterrupt);
    try {
      useStage(owner.opts());
      const exitCode = await run({ output, config: readConfig(), signal: interrupt.signal }, ...args);
      process.exitCode = exitCode ?? (interrupt.signal.aborted ? exitCodes.interrupted : exitCodes.ok);
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
