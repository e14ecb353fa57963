import type { Command } from 'commander';
import { s3Client } from '../../functions/clients/s3.ts';
import { action, stageCommand } from '../command.ts';
import { CqlShell } from '../cql.ts';
import { findDeployment } from '../deployment.ts';
import { exitCodes } from '../errors.ts';
import { lastRun } from '../ledger/runs.ts';
import { settleAccount } from '../ledger/settle.ts';
import { accountText, isClean } from '../ledger/text.ts';
import { pipelineArgument, pipelineOf } from '../pipeline-argument.ts';
import { durationOption } from '../values.ts';

interface LedgerOptions {
  readonly run?: string;
  readonly deadline: number;
  readonly wait?: number;
}

/** `caudal ledger <pipeline>` */
export function create(): Command {
  return stageCommand('ledger', 'hold what producers had acknowledged against what is found, record by record', [
    'ledger sensors                  # the last run of a producer',
    'ledger sensors --wait 60s       # ask again while something is in flight',
    'ledger sensors --run 20261122T104501-1f2e3d --json',
  ])
    .addArgument(pipelineArgument())
    .option('--run <id>', 'which run; `produce` and `run` print it (default: the last)')
    .addOption(
      durationOption('--deadline <duration>', 'after as long, a record that is found nowhere is lost', {
        fallback: '60s',
      }),
    )
    .addOption(durationOption('--wait <duration>', 'how long to wait while something is in flight (not at all)'))
    .action(
      action(async ({ output, config, signal }, name: string, options: LedgerOptions) => {
        const { operationsBucket: bucket } = await findDeployment(config);
        const pipeline = pipelineOf(name);
        const connect = () => CqlShell.connect(config);
        const runId = options.run ?? (await findLastRun(bucket, name));
        const { deadline: deadlineMs, wait: waitMs = 0 } = options;
        const account = await settleAccount({ connect, bucket, pipeline, runId, deadlineMs, waitMs, signal });
        const { counts, lost, doubled, altered, latency } = account;
        const records = { lostRecords: lost, doubledRecords: doubled, alteredRecords: altered };
        output.result({ pipeline: name, runId, ...counts, ...records, latency }, () => accountText(account));
        return isClean(account) ? exitCodes.ok : exitCodes.failed;
      }),
    );
}

async function findLastRun(bucket: string, pipeline: string): Promise<string> {
  const s3 = s3Client();
  try {
    return await lastRun(s3, bucket, pipeline);
  } finally {
    s3.destroy();
  }
}
