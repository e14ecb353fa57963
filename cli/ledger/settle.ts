import { setTimeout as sleep } from 'node:timers/promises';
import type { Pipeline } from '../../core/pipeline.ts';
import { s3Client } from '../../functions/clients/s3.ts';
import type { CloudConfig } from '../../localstack/config.ts';
import { CqlShell } from '../cql.ts';
import { UserError } from '../errors.ts';
import { type Account, takeAccount } from './account.ts';

const ASK_EVERY_MS = 700;

/** How an account is waited for. */
export interface SettleOptions {
  readonly config: CloudConfig;
  readonly bucket: string;
  readonly pipeline: Pipeline;
  readonly runId: string;
  /** After as long, in milliseconds, a record that is found nowhere is lost. */
  readonly deadlineMs: number;
  /** How long to ask again while something is in flight, in milliseconds. */
  readonly waitMs: number;
  readonly signal: AbortSignal;
  readonly onLook?: (account: Account) => void;
}

/**
 * Takes the account of a run, again until nothing is in flight any more or the wait is over.
 *
 * @throws {UserError} when the run acknowledged nothing
 */
export async function settleAccount(options: SettleOptions): Promise<Account> {
  const { pipeline, runId, deadlineMs, signal } = options;
  const s3 = s3Client();
  const shell = await CqlShell.connect(options.config);
  const until = Date.now() + options.waitMs;
  try {
    for (;;) {
      const account = await takeAccount({ shell, s3, bucket: options.bucket }, pipeline, runId, deadlineMs);
      if (account.counts.sent === 0) throw new UserError(`The run "${runId}" of ${pipeline.name} acknowledged nothing`);
      options.onLook?.(account);
      if (account.counts.inFlight === 0 || Date.now() >= until || signal.aborted) return account;
      await sleep(ASK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    s3.destroy();
    await shell.close();
  }
}
