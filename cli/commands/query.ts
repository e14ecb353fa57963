import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { action, type CommandContext, stageCommand } from '../command.ts';
import { CqlShell, type PlainRow } from '../cql.ts';
import { adviceFor } from '../cql-advice.ts';
import { suggestionFor } from '../cql-suggestion.ts';
import { exitCodes, UserError } from '../errors.ts';
import { coloured, table } from '../output.ts';

/** `caudal query ["<CQL>"]` */
export function create(): Command {
  return stageCommand('query', 'run CQL on the local Cassandra; without a statement: a prompt', [
    'query "SELECT * FROM rt.sensor_readings LIMIT 5"',
    "query \"SELECT * FROM rt.readings_by_device WHERE device_id = 'sensor-23' AND day = '2026-11-22' LIMIT 10\"",
    'query --json "SELECT * FROM rt.sensor_readings LIMIT 2"',
    'query        # a prompt; a statement ends with ;  quit with Ctrl-D',
  ])
    .argument('[statement]', 'a CQL statement')
    .action(
      action(async (context, statement: string | undefined) => {
        if (statement === undefined && context.output.json) {
          throw new UserError('--json needs a statement', { exitCode: exitCodes.usage });
        }
        const shell = await CqlShell.connect(context.config);
        try {
          if (statement === undefined) return await prompt(context, shell);
          await runOnce(context, shell, statement);
          return undefined;
        } finally {
          await shell.close();
        }
      }),
    );
}

async function runOnce({ output }: CommandContext, shell: CqlShell, statement: string): Promise<void> {
  const advice = adviceFor(statement);
  if (advice) output.warn(advice);
  try {
    const { columns, rows } = await shell.run(statement.trim().replace(/;\s*$/, ''));
    output.result(rows, () => asText(columns, rows));
  } catch (error) {
    const { message } = error as Error;
    // Whatever goes wrong with a suggestion, what is to be told is why the statement was refused.
    const meant = await suggestionFor(shell, statement, message).catch(() => '');
    throw new UserError(`Cassandra refused the statement: ${message}${meant && `.${meant}`}`, { cause: error });
  }
}

/**
 * Runs statements as they come, each up to its semicolon. On a terminal it asks for them, and a mistake costs nothing;
 * in a pipe, where nobody looks, a statement that fails makes the whole fail in the end.
 */
async function prompt(context: CommandContext, shell: CqlShell): Promise<number> {
  const interactive = process.stdin.isTTY === true;
  const reader = createInterface({ input: process.stdin, output: process.stdout, terminal: interactive });
  const ask = (text: string): unknown => interactive && process.stdout.write(text);
  context.signal.addEventListener('abort', () => reader.close());
  reader.on('SIGINT', () => reader.close());
  let failed = 0;
  const run = async (statement: string): Promise<void> => {
    await runOnce(context, shell, statement).catch((error: Error) => {
      failed += 1;
      process.stderr.write(`${error.message}\n`);
    });
  };
  let pending = '';
  ask('cql> ');
  for await (const line of reader) {
    pending += `${line}\n`;
    if (/^\s*(exit|quit)\s*;?\s*$/i.test(pending)) return exitOf(interactive, failed);
    if (/;\s*$/.test(pending)) {
      await run(pending);
      pending = '';
    }
    ask(pending.trim() === '' ? 'cql> ' : '...> ');
  }
  if (pending.trim() !== '' && !interactive) await run(pending);
  return exitOf(interactive, failed);
}

function exitOf(interactive: boolean, failed: number): number {
  return interactive || failed === 0 ? exitCodes.ok : exitCodes.failed;
}

function asText(columns: readonly string[], rows: readonly PlainRow[]): string {
  if (columns.length === 0) return 'done';
  const cells = rows.map((row) => columns.map((name) => cell(row[name])));
  const count = `(${rows.length} ${rows.length === 1 ? 'row' : 'rows'})`;
  return `${table(columns, cells)}\n\n${coloured('dim', count)}`;
}

function cell(value: unknown): string {
  if (value === null) return 'null';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
