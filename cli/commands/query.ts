import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { action, type CommandContext, command } from '../command.ts';
import { CqlShell, type PlainRow } from '../cql.ts';
import { adviceFor } from '../cql-advice.ts';
import { exitCodes, UserError } from '../errors.ts';
import { coloured, table } from '../output.ts';

/** `caudal query ["<CQL>"]` */
export function create(): Command {
  return command('query', 'run CQL on the local Cassandra; without a statement: a prompt', [
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
          if (statement === undefined) await prompt(context, shell);
          else await runOnce(context, shell, statement);
        } finally {
          await shell.close();
        }
        return undefined;
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
    throw new UserError(`Cassandra refused the statement: ${(error as Error).message}`, { cause: error });
  }
}

async function prompt(context: CommandContext, shell: CqlShell): Promise<void> {
  const interactive = process.stdin.isTTY === true;
  const reader = createInterface({ input: process.stdin, output: process.stdout, terminal: interactive });
  const ask = (prompt: string): unknown => interactive && process.stdout.write(prompt);
  context.signal.addEventListener('abort', () => reader.close());
  let pending = '';
  ask('cql> ');
  for await (const line of reader) {
    pending += `${line}\n`;
    if (/^\s*(exit|quit)\s*;?\s*$/i.test(pending)) break;
    if (/;\s*$/.test(pending)) {
      await runOnce(context, shell, pending).catch((error: Error) => process.stderr.write(`${error.message}\n`));
      pending = '';
    }
    ask(pending.trim() === '' ? 'cql> ' : '...> ');
  }
  reader.close();
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
