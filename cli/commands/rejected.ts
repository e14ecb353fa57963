import type { Command } from 'commander';
import { action, command } from '../command.ts';
import { CqlShell } from '../cql.ts';
import { coloured, table } from '../output.ts';
import { pipelineArgument } from '../pipeline-argument.ts';
import { shorten } from '../printable.ts';
import { type RejectedRow, readRejected } from '../rejected.ts';
import { durationOption, numberIn } from '../values.ts';

/** `caudal rejected <pipeline>` */
export function create(): Command {
  return command('rejected', 'records that never became events, with every reason and the raw payload', [
    'rejected sensors',
    'rejected sensors --since 1h --limit 100',
    'rejected sensors --json | jq ".[].reasons"',
  ])
    .addArgument(pipelineArgument())
    .addOption(
      durationOption('--since <duration>', 'how far back to look, by arrival in the stream', { fallback: '24h' }),
    )
    .option('--limit <n>', 'how many to show, 1 to 10000', numberIn(1, 10_000, 'integer'), 20)
    .action(
      action(async ({ output, config }, pipeline: string, options: { since: number; limit: number }) => {
        const shell = await CqlShell.connect(config);
        try {
          const to = new Date();
          const from = new Date(to.getTime() - options.since);
          const rows = await readRejected(shell, pipeline, { from, to, limit: options.limit });
          output.result(rows, () => asText(rows));
        } finally {
          await shell.close();
        }
        return undefined;
      }),
    );
}

function asText(rows: readonly RejectedRow[]): string {
  if (rows.length === 0) return 'No record was rejected in this time.';
  const lines = rows.map((row) => [
    row.arrived_at.toISOString(),
    row.shard.replace('shardId-', ''),
    shorten(row.reasons.join('; '), 70),
    coloured('dim', shorten(payloadText(row), 60)),
  ]);
  return table(['arrived', 'shard', 'reasons', 'payload'], lines);
}

function payloadText(row: RejectedRow): string {
  return row.payload ?? (row.payload_base64 === null ? `in ${row.payload_ref}` : `base64 ${row.payload_base64}`);
}
