import type { Command } from 'commander';
import { action, stageCommand } from '../command.ts';
import { CqlShell } from '../cql.ts';
import { findDeploymentOf } from '../deployment.ts';
import { exitCodes } from '../errors.ts';
import { coloured } from '../output.ts';
import { maskRow, unmaskedOption } from '../personal.ts';
import { pipelineArgument, pipelineOf } from '../pipeline-argument.ts';
import { printable } from '../printable.ts';
import { type LiveRow, liveRows } from '../tail/live-rows.ts';
import { numberIn } from '../values.ts';

/** `caudal tail <pipeline>` */
export function create(): Command {
  return stageCommand('tail', 'rows as they are written, and records as they are rejected, until Ctrl-C', [
    'tail sensors',
    'tail sensors --lines 20',
    'tail sensors --lines 20 --json | jq ".[].row"',
    'tail users --unmasked',
  ])
    .addArgument(pipelineArgument())
    .option('--lines <n>', 'stop after as many, 1 to 100000', numberIn(1, 100_000, 'integer'))
    .addOption(unmaskedOption())
    .action(
      action(async ({ output, config, signal }, name: string, options: { lines?: number; unmasked?: boolean }) => {
        await findDeploymentOf(config, name);
        const pipeline = pipelineOf(name);
        const shell = await CqlShell.connect(config);
        const all: LiveRow[] = [];
        let shown = 0;
        try {
          output.progress(
            `Rows of ${pipeline.record.table.keyspace}.${pipeline.record.table.name} as they are written … Ctrl-C to stop`,
          );
          for await (const found of liveRows(shell, pipeline, signal)) {
            const masked = 'row' in found && !options.unmasked;
            const live = masked ? { ...found, row: maskRow(pipeline, found.row) } : found;
            output.line(lineOf(live));
            if (output.json) all.push(live);
            shown += 1;
            if (shown === options.lines) break;
          }
        } finally {
          await shell.close();
        }
        output.result(all);
        return exitCodes.ok;
      }),
    );
}

function lineOf(live: LiveRow): string {
  const time = new Date(live.arrivedAt).toISOString().slice(11, 23);
  if ('reasons' in live) return `${time}  ${coloured('red', 'rejected')}  ${printable(live.reasons.join('; '))}`;
  return `${time}  ${coloured('green', 'stored')}    ${printable(Object.values(live.row).join('  '))}`;
}
