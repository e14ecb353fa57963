import type { MissedRuns } from '../../core/pull/missed-runs.ts';
import type { PullOutcome, PullRun } from '../../core/pull/pull-run.ts';
import type { FetchedPage } from './page.ts';

/** What a run is, beside what it came to. */
type Run = Pick<PullRun, 'pipeline' | 'runId' | 'trigger' | 'scheduledAt' | 'outcome'>;

/** Counts what the pages of a run come to. */
export class RunCount {
  readonly #startedAt: number;
  readonly #counts = { records: 0, pages: 0, late: 0, gapsGivenUp: 0, retried: 0 };
  #fallbackReason: string | undefined;
  #error: string | undefined;
  missed: MissedRuns | undefined;
  /** False where time ran out. */
  finished = true;

  /** @param startedAt in milliseconds since the epoch */
  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  retry(): void {
    this.#counts.retried += 1;
  }

  /** @param acknowledged records of the page that the stream has */
  add(page: FetchedPage, acknowledged: number): void {
    const counts = this.#counts;
    counts.records += acknowledged;
    if (acknowledged > 0) counts.pages += 1;
    counts.late += Math.min(page.late ?? 0, acknowledged);
    counts.gapsGivenUp += page.gapsGivenUp ?? 0;
    this.#fallbackReason ??= page.fallbackReason;
  }

  /** Notes why the run did not do what it was asked for. */
  notDone(outcome: PullOutcome, why: string): PullOutcome {
    this.#error = why;
    this.finished = false;
    return outcome;
  }

  /** @param rest.now in milliseconds since the epoch */
  run({
    now,
    acknowledgements: { location, missing, error },
    ...run
  }: Run & {
    readonly now: number;
    readonly acknowledgements: { readonly location: string; readonly missing: number; readonly error?: string };
  }): PullRun {
    const why = this.#error ?? error;
    return {
      ...run,
      startedAt: new Date(this.#startedAt).toISOString(),
      durationMs: now - this.#startedAt,
      ...this.#counts,
      from: this.#fallbackReason === undefined ? 'source' : 'fallback',
      ...(this.#fallbackReason !== undefined && { fallbackReason: this.#fallbackReason }),
      finished: this.finished,
      ...(this.missed && { missed: this.missed }),
      ...(this.#counts.records > 0 && { acknowledgements: location }),
      acknowledgementsMissing: missing,
      ...(why !== undefined && { error: why }),
    };
  }
}
