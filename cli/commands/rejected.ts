import type { Command } from 'commander';
import { action, stageCommand } from '../command.ts';
import { CqlShell } from '../cql.ts';
import { coloured, table } from '../output.ts';
import { hidePayload, unmaskedOption } from '../personal.ts';
import { pipelineArgument, pipelineOf } from '../pipeline-argument.ts';
import { shorten } from '../printable.ts';
import { type RejectedRow, readRejected } from '../rejected.ts';
import { durationOption, numberIn } from '../values.ts';

interface RejectedOptions {
  readonly since: number;
  readonly limit: number;
  readonly unmasked?: boolean;
}

/** `caudal rejected <pipeline>` */
export function create(): Command {
  return stageCommand('rejected', 'records that never became events, with every reason and the raw payload', [
    'rejected sensors',
    'rejected sensors --since 1h --limit 100',
    'rejected sensors --json | jq ".[].reasons"',
    'rejected users --unmasked   # with payloads, which pipelines with personal fields hide',
  ])
    .addArgument(pipelineArgument())
    .addOption(
      durationOption('--since <duration>', 'how far back to look, by arrival in the stream', { fallback: '24h' }),
    )
    .option('--limit <n>', 'how many to show, 1 to 10000', numberIn(1, 10_000, 'integer'), 20)
    .addOption(unmaskedOption())
    .action(
      action(async ({ output, config }, name: string, options: RejectedOptions) => {
        const shell = await CqlShell.connect(config);
        try {
          const to = new Date();
          const from = new Date(to.getTime() - options.since);
          const found = await readRejected(shell, name, { from, to, limit: options.limit });
          const rows = options.unmasked ? found : found.map((row) => hidePayload(pipelineOf(name), row));
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
