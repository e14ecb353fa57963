import type { Command } from 'commander';
import { action, stageCommand } from '../command.ts';
import { CqlShell } from '../cql.ts';
import { findDeploymentOf } from '../deployment.ts';
import { type LateEvent, readLate } from '../late.ts';
import { table } from '../output.ts';
import { pipelineArgument } from '../pipeline-argument.ts';
import { shorten } from '../printable.ts';
import { durationOption, numberIn } from '../values.ts';

/** `caudal late [pipeline]` */
export function create(): Command {
  return stageCommand('late', 'events that windows and rules left out: late, or failed; they are stored all the same', [
    'late sensors',
    'late sensors --since 1h --limit 100',
    'late sensors --json | jq ".[].reason"',
  ])
    .addArgument(pipelineArgument())
    .addOption(
      durationOption('--since <duration>', 'how far back to look, by arrival in the stream', {
        fallback: '24h',
        most: '30d',
      }),
    )
    .option('--limit <n>', 'how many to show, 1 to 10000', numberIn(1, 10_000, 'integer'), 20)
    .action(
      action(async ({ output, config }, pipeline: string, options: { since: number; limit: number }) => {
        await findDeploymentOf(config, pipeline);
        const shell = await CqlShell.connect(config);
        try {
          const to = new Date();
          const from = new Date(to.getTime() - options.since);
          const rows = await readLate(shell, pipeline, { from, to, limit: options.limit });
          output.result(rows, () => (rows.length > 0 ? asText(rows) : 'No event was left out in this time.'));
        } finally {
          await shell.close();
        }
        return undefined;
      }),
    );
}

function asText(rows: readonly LateEvent[]): string {
  const lines = rows.map((row) => [
    row.arrived_at.toISOString(),
    row.event_time?.toISOString() ?? '–',
    shorten(row.key, 30),
    shorten(row.event_id ?? '–', 40),
    shorten(row.reason, 60),
    shorten((row.windows ?? []).join(', '), 80),
  ]);
  return table(['arrived', 'event time', 'key', 'event', 'reason', 'windows'], lines);
}
