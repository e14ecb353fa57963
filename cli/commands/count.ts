import type { Command } from 'commander';
import { action, stageCommand } from '../command.ts';
import { findDeploymentOf } from '../deployment.ts';
import { exitCodes } from '../errors.ts';
import { pipelineArgument } from '../pipeline-argument.ts';
import { type PipelineTotals, pipelineTotals } from '../totals.ts';
import { durationOption } from '../values.ts';
import { refuseJson, watch, watchInterval } from '../watch.ts';

/** `caudal count <pipeline>` */
export function create(): Command {
  return stageCommand(
    'count',
    'records finished, stored and rejected, from the counters that the ingest function keeps',
    ['count sensors', 'count sensors --watch 2s', 'count sensors --since 1h --json'],
  )
    .addArgument(pipelineArgument())
    .addOption(durationOption('--since <duration>', 'how far back, by arrival in the stream', { fallback: '24h' }))
    .addOption(durationOption('--watch [duration]', 'count again after as long (2s), until Ctrl-C'))
    .action(
      action(
        async ({ output, config, signal }, pipeline: string, options: { since: number; watch?: number | true }) => {
          const everyMs = watchInterval(options.watch);
          if (everyMs) refuseJson(output, '--watch');
          await findDeploymentOf(config, pipeline);
          const count = (): Promise<PipelineTotals> => pipelineTotals(pipeline, new Date(Date.now() - options.since));
          if (!everyMs) {
            const { shards: _, ...totals } = await count();
            output.result({ pipeline, ...totals }, () => line(totals));
            return undefined;
          }
          let before: number | undefined;
          await watch(everyMs, signal, async () => {
            const totals = await count();
            const grown = before === undefined ? '' : `  +${totals.stored - before}`;
            before = totals.stored;
            output.line(`${new Date().toISOString().slice(11, 19)}  ${line(totals)}${grown}`);
          });
          return exitCodes.ok;
        },
      ),
    );
}

function line({ records, stored, rejected }: Pick<PipelineTotals, 'records' | 'stored' | 'rejected'>): string {
  return `records ${records}  stored ${stored}  rejected ${rejected}`;
}
