import { missedText } from '../../core/pull/missed-runs.ts';
import type { PullRun } from '../../core/pull/pull-run.ts';
import type { FigureWriter, WriteLog } from '../clients/telemetry.ts';

/** Logs a run and counts it. Nothing that was fetched is in it. */
export function report(run: PullRun, log: WriteLog, figures: FigureWriter): void {
  const isWell = run.outcome === 'done' && run.from === 'source' && run.gapsGivenUp === 0;
  log(isWell ? 'info' : 'warn', 'fetch', run);
  if (run.missed) log('warn', missedText(run.missed), { pipeline: run.pipeline, missed: run.missed });
  figures.add('FetchRecords', run.records);
  figures.add('FetchRunsFailed', run.outcome === 'failed' ? 1 : 0);
  figures.add('FetchRunsMissed', run.missed?.runs ?? 0);
  figures.add('FetchRunsFromFallback', run.from === 'fallback' ? 1 : 0);
  figures.add('FetchDuration', run.durationMs);
  figures.publish();
}
