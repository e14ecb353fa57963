import type { Command } from 'commander';
import { action, stageCommand } from '../command.ts';
import { CqlShell } from '../cql.ts';
import { findDeploymentOf } from '../deployment.ts';
import { exitCodes } from '../errors.ts';
import { pipelineArgument, pipelineOf } from '../pipeline-argument.ts';
import { durationOption, numberIn } from '../values.ts';
import { refuseJson } from '../watch.ts';
import { windowChanges } from '../windows/changes.ts';
import { declaredWindows } from '../windows/declared.ts';
import { readWindows } from '../windows/read-windows.ts';
import { windowLine, windowsText } from '../windows/text.ts';

interface WindowsOptions {
  readonly window?: string;
  readonly key?: string;
  readonly since: number;
  readonly follow?: boolean;
  readonly limit: number;
}

/** `caudal windows [pipeline]` */
export function create(): Command {
  return stageCommand('windows', 'what the windows of a pipeline came to, newest last', [
    'windows sensors',
    'windows sensors --window per_minute --key sensor-7 --since 1h',
    'windows sensors --follow                 # each update, until Ctrl-C',
    'windows sensors --json | jq ".[] | select(.final)"',
  ])
    .addArgument(pipelineArgument())
    .option('--window <name>', 'one window (default: all that the pipeline declares)')
    .option('--key <key>', 'one key: of the stream, or <key>/<group>, or of a window over the stream its group')
    .addOption(
      durationOption('--since <duration>', 'windows that end as far back, by event time', {
        fallback: '15m',
        most: '30d',
      }),
    )
    .option('-f, --follow', 'go on with each update until Ctrl-C')
    .option('--limit <n>', 'the newest so many, 1 to 10000', numberIn(1, 10_000, 'integer'), 20)
    .action(
      action(async ({ output, config, signal }, name: string, options: WindowsOptions) => {
        if (options.follow) refuseJson(output, '--follow');
        const windows = declaredWindows(pipelineOf(name), options.window);
        await findDeploymentOf(config, name);
        const shell = await CqlShell.connect(config);
        const read = (limit?: number) => {
          const now = new Date();
          const since = new Date(now.getTime() - options.since);
          return readWindows(shell, { pipeline: name, windows, key: options.key, since, now, ...(limit && { limit }) });
        };
        try {
          const rows = await read(options.follow ? undefined : options.limit);
          const shown = rows.slice(-options.limit);
          if (!options.follow) {
            output.result(shown, () => (shown.length > 0 ? windowsText(shown) : 'No window ended in this time.'));
            return undefined;
          }
          if (shown.length > 0) output.line(windowsText(shown));
          for await (const row of windowChanges(read, rows, signal)) {
            output.line(windowLine(row));
          }
          return exitCodes.ok;
        } finally {
          await shell.close();
        }
      }),
    );
}
