import { backoffMs } from '../clients/backoff.ts';
import type { Clock } from '../clients/clock.ts';
import { type CheckResult, thrownMessage } from './report.ts';

/** What one try of a check found. */
export interface Finding {
  readonly ok: boolean;
  /** For people: what was found, and what to do where it is not well. */
  readonly message: string;
}

/** One thing that is looked at. */
export interface Check {
  readonly name: string;
  readonly pipeline?: string;
  /** May throw: that is a finding too. */
  look(): Promise<Finding>;
}

/** How checks are run. */
export interface CheckRunOptions {
  /** Tries before it is judged. */
  readonly attempts: number;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** How long a try may take, in milliseconds. @default 20000 */
  readonly timeoutMs?: number;
}

/** Runs a check until it finds all well or its tries are used up. Never throws: a check that does has failed. */
export async function runCheck(check: Check, options: CheckRunOptions): Promise<CheckResult> {
  const { attempts, clock, random } = options;
  const startedAt = clock.now();
  let attempt = 1;
  let finding = await tryOnce(check, options);
  while (!finding.ok && attempt < attempts) {
    await clock.sleep(backoffMs(attempt, random, { baseMs: 250 }));
    attempt += 1;
    finding = await tryOnce(check, options);
  }
  return {
    name: check.name,
    ...(check.pipeline === undefined ? {} : { pipeline: check.pipeline }),
    status: finding.ok ? 'OK' : 'FAILED',
    durationMs: clock.now() - startedAt,
    attempts: attempt,
    message: finding.message,
  };
}

async function tryOnce(check: Check, { clock, timeoutMs = 20_000 }: CheckRunOptions): Promise<Finding> {
  const done = new AbortController();
  const late = clock.sleep(timeoutMs, done.signal).then(() => ({
    ok: false,
    message: `no answer within ${timeoutMs / 1000} s`,
  }));
  try {
    return await Promise.race([check.look(), late]);
  } catch (thrown) {
    return { ok: false, message: thrownMessage(thrown) };
  } finally {
    done.abort();
  }
}
