import type { MissedRuns } from './missed-runs.ts';

/**
 * How a run ended: `done`; `failed`, with `error`; `overlapped`, since another run was under way and nothing was done;
 * `repeated`, since the schedule handed the same moment over twice.
 */
export type PullOutcome = 'done' | 'failed' | 'overlapped' | 'repeated';

/** What a run of a fetch function came to. */
export interface PullRun {
  readonly pipeline: string;
  readonly runId: string;
  readonly trigger: 'schedule' | 'manual';
  /** When the schedule asked for it, ISO 8601; of a scheduled run. */
  readonly scheduledAt?: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly outcome: PullOutcome;
  /** Records that the stream acknowledged. */
  readonly records: number;
  /** Pages whose records it acknowledged. */
  readonly pages: number;
  /** Of `records`, those that came to light late, below others that were read before. */
  readonly late: number;
  /** Numbers left out that are not looked for any more before their time, since there were too many. */
  readonly gapsGivenUp: number;
  /** Requests that were made again after a failure. */
  readonly retried: number;
  /** Of whom the records are. */
  readonly from: 'source' | 'fallback';
  /** Why they are of the fallback. */
  readonly fallbackReason?: string;
  /** False: time ran out, and the next run goes on. */
  readonly finished: boolean;
  /** Runs that never began, between the scheduled one before and this one. */
  readonly missed?: MissedRuns;
  /** `s3://bucket/prefix` of the acknowledgements; of a run with records. */
  readonly acknowledgements?: string;
  /** Acknowledgements that could not be written to S3; the ledger can't find these records. */
  readonly acknowledgementsMissing: number;
  /** Why it failed, or was not done. */
  readonly error?: string;
}
