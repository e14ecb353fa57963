import { judgeRuns } from '../../../core/pull/judge-runs.ts';
import type { Clock } from '../../clients/clock.ts';
import type { KnownRuns } from '../../clients/pull/runs.ts';
import type { Check } from '../check.ts';

/** What the check looks at. */
export interface FetchRunsOptions {
  readonly pipeline: string;
  /** The interval of the rule. */
  readonly every: string;
  readonly readRuns: () => Promise<KnownRuns>;
  readonly clock: Pick<Clock, 'now'>;
}

/** The pipeline is fetched for when the schedule says, the last run got through, and none before it was missed. */
export function fetchRunsCheck({ pipeline, every, readRuns, clock }: FetchRunsOptions): Check {
  return {
    name: 'fetch',
    pipeline,
    async look() {
      const { ok, message } = judgeRuns({ pipeline, every, now: clock.now(), ...(await readRuns()) });
      return { ok, message };
    },
  };
}
