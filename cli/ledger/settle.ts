import { setTimeout as sleep } from 'node:timers/promises';
import { measureLatency } from '../../core/latency.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { acknowledgementPrefix, readAcknowledgements } from '../../functions/clients/acknowledgements.ts';
import { s3Client } from '../../functions/clients/s3.ts';
import type { RowSource } from '../cql.ts';
import { UserError } from '../errors.ts';
import { type Account, takeAccount } from './account.ts';
import { readBatches } from './batches.ts';
import { noAcknowledgements } from './runs.ts';

const ASK_EVERY_MS = 700;

/** How an account is waited for. */
export interface SettleOptions {
  /** Opens the tables. */
  readonly connect: () => Promise<RowSource>;
  readonly bucket: string;
  readonly pipeline: Pipeline;
  readonly runId: string;
  /** Until so long after the last acknowledgement, in milliseconds, a record that is found nowhere may be on its way. */
  readonly deadlineMs: number;
  /** How long to ask again while something is in flight, in milliseconds. */
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

/**
 * Takes the account of a run, again until nothing is in flight any more or the wait is over, and measures its latency.
 *
 * @throws {UserError} when the run acknowledged nothing
 * @throws the reason of `signal` when that aborts
 */
export async function settleAccount(options: SettleOptions): Promise<Account> {
  const { bucket, pipeline, runId, deadlineMs, signal } = options;
  const s3 = s3Client();
  const shell = await options.connect();
  const until = Date.now() + options.waitMs;
  try {
    for (;;) {
      const acknowledgements = await readAcknowledgements(s3, bucket, acknowledgementPrefix(pipeline.name, runId));
      if (acknowledgements.length === 0) {
        throw new UserError(`There are no acknowledgements of the run "${runId}" of ${pipeline.name}`, {
          hint: noAcknowledgements,
        });
      }
      const report = await takeAccount({ shell, s3, bucket }, pipeline, acknowledgements, deadlineMs);
      if (report.counts.inFlight === 0 || Date.now() >= until) {
        const from = Math.min(...acknowledgements.map(({ putAt }) => putAt));
        const latency = measureLatency(acknowledgements, await readBatches(shell, pipeline.name, from, Date.now()));
        return { pipeline: pipeline.name, runId, ...report, ...(latency && { latency }) };
      }
      await sleep(ASK_EVERY_MS, undefined, { signal });
    }
  } finally {
    s3.destroy();
    await shell.close();
  }
}
