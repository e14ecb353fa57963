import type { Logger } from '@aws-lambda-powertools/logger';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { missedText } from '../../core/pull/missed-runs.ts';
import type { PullRun } from '../../core/pull/pull-run.ts';

/** Logs a run and counts it. Nothing that was fetched is in it. */
export function report(run: PullRun, logger: Pick<Logger, 'info' | 'warn'>, metrics: Metrics): void {
  const isWell = run.outcome === 'done' && run.from === 'source' && run.gapsGivenUp === 0;
  logger[isWell ? 'info' : 'warn']('fetch', { ...run });
  if (run.missed) logger.warn(missedText(run.missed), { pipeline: run.pipeline, missed: run.missed });
  metrics.addMetric('FetchRecords', MetricUnit.Count, run.records);
  metrics.addMetric('FetchRunsFailed', MetricUnit.Count, run.outcome === 'failed' ? 1 : 0);
  metrics.addMetric('FetchRunsMissed', MetricUnit.Count, run.missed?.runs ?? 0);
  metrics.addMetric('FetchRunsFromFallback', MetricUnit.Count, run.from === 'fallback' ? 1 : 0);
  metrics.addMetric('FetchDuration', MetricUnit.Milliseconds, run.durationMs);
  metrics.publishStoredMetrics();
}
