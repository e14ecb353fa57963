import type { Alert, Severity } from '../../core/analysis/alert.ts';
import type { Decision } from '../../core/analysis/decision.ts';
import { decisionDifferences } from '../../core/reference/decision-differences.ts';
import {
  alertDifferences,
  type Difference,
  type FoundWindow,
  windowDifferences,
} from '../../core/reference/differences.ts';
import type { CqlShell } from '../cql.ts';
import { type AlertLatency, measureAlertLatency } from './alert-latency.ts';
import { type Books, bookDifferences } from './books.ts';
import { type AnalyzedPipeline, type Expectation, windowName } from './expectation.ts';
import { findDecisions } from './found-decisions.ts';
import { readAlertRows, readWindowRows } from './found-rows.ts';
import { ownRowDifferences } from './own-rows.ts';

/** What windows and rules made of a run, held against the reference. */
export interface AnalysisReport {
  readonly counts: Expectation['counts'];
  /** Of the books: of all records that arrived since the run began. */
  readonly bookDifferences: readonly Difference[];
  /** Windows of the run, as found, by start. */
  readonly windows: readonly FoundWindow[];
  /** Windows that were compared. */
  readonly windowsCompared: number;
  readonly windowDifferences: readonly Difference[];
  /** Alerts of the run, as found, by time. */
  readonly alerts: readonly Alert[];
  /** Alerts that were compared. */
  readonly alertsCompared: number;
  readonly alertDifferences: readonly Difference[];
  readonly latency?: AlertLatency;
  /** Decisions about events of the run, as found, by arrival; undefined where the pipeline has no decider. */
  readonly decisions?: readonly Decision[];
  readonly decisionDifferences: readonly Difference[];
  readonly decisionLatency?: AlertLatency;
}

/** Reads what was found of a run and compares it with what has to be. */
export async function reportOn(
  shell: Pick<CqlShell, 'select'>,
  pipeline: AnalyzedPipeline,
  expectation: Expectation,
  books: Books,
): Promise<AnalysisReport> {
  const [windows, alerts, decisions] = await Promise.all([
    findWindows(shell, pipeline, expectation),
    findAlerts(shell, pipeline, expectation),
    findDecisions(shell, pipeline, expectation),
  ]);
  const byName = new Map(windows.map((window) => [windowName(window), window]));
  const { records } = expectation;
  const latency = await measureAlertLatency(shell, pipeline.name, alerts, records);
  const raised = decisions?.map(({ key, arrivedAt }) => ({ key, raisedAt: arrivedAt })) ?? [];
  const decisionLatency = await measureAlertLatency(shell, pipeline.name, raised, records);
  return {
    counts: expectation.counts,
    bookDifferences: bookDifferences(pipeline.name, books, expectation.ended),
    windows: windows.sort((a, b) => a.start - b.start),
    windowsCompared: expectation.windows.length,
    windowDifferences: [
      ...windowDifferences(pipeline.analysis, expectation.windows, windows, expectation),
      ...(await ownRowDifferences(shell, pipeline, expectation.windows, byName)),
    ],
    alerts: alerts.sort((a, b) => a.at - b.at),
    alertsCompared: alerts.length,
    alertDifferences: alertsWrong(pipeline, expectation, alerts),
    ...(latency && { latency }),
    ...(decisions && { decisions }),
    decisionDifferences: decisionDifferences(expectation.decisions, decisions ?? []),
    ...(decisionLatency && { decisionLatency }),
  };
}

/** All that is not as the reference has it. */
export function allDifferences(report: AnalysisReport): readonly Difference[] {
  return [
    ...report.bookDifferences,
    ...report.windowDifferences,
    ...report.alertDifferences,
    ...report.decisionDifferences,
  ];
}

/** How many alerts each rule raised, by severity; the busiest first. */
export function alertsByRule(
  alerts: readonly Alert[],
): readonly { readonly rule: string; readonly severity: Severity; readonly raised: number }[] {
  const groups = Map.groupBy(alerts, ({ rule, severity }) => JSON.stringify([rule, severity]));
  return [...groups.values()]
    .flatMap((ofOne) => ofOne.slice(0, 1).map(({ rule, severity }) => ({ rule, severity, raised: ofOne.length })))
    .sort((a, b) => b.raised - a.raised || (a.rule < b.rule ? -1 : 1));
}

/** The run's windows that there are, and others of its keys and times for which no event of the stream calls. */
async function findWindows(
  shell: Pick<CqlShell, 'select'>,
  { name }: AnalyzedPipeline,
  { windows, isKnown }: Expectation,
): Promise<FoundWindow[]> {
  const wanted = new Set(windows.map(windowName));
  const spans = new Map(
    [...Map.groupBy(windows, ({ window, key }) => `${window} ${key}`)].map(([of, ofKey]) => [
      of,
      { start: Math.min(...ofKey.map(({ start }) => start)), end: Math.max(...ofKey.map(({ end }) => end)) },
    ]),
  );
  return (await readWindowRows(shell, name, windows)).filter((row) => {
    const span = spans.get(`${row.window} ${row.key}`);
    return wanted.has(windowName(row)) || (span && row.start < span.end && span.start < row.end && !isKnown(row));
  });
}

async function findAlerts(
  shell: Pick<CqlShell, 'select'>,
  { name }: AnalyzedPipeline,
  expectation: Expectation,
): Promise<Alert[]> {
  const { windows, alertsByNow, records, isOfRun } = expectation;
  const times = [
    ...windows.map(({ start }) => start),
    ...alertsByNow.map(({ at }) => at),
    ...records.map(({ arrivedAt }) => arrivedAt),
  ];
  if (times.length === 0) return [];
  const from = times.reduce((a, b) => Math.min(a, b));
  const to = times.reduce((a, b) => Math.max(a, b));
  return (await readAlertRows(shell, name, from, to)).filter(isOfRun);
}

/** What has to be there by now, and what may be there if a sweep was so quick. */
function alertsWrong(
  { analysis }: AnalyzedPipeline,
  { alerts, alertsByNow }: Expectation,
  found: readonly Alert[],
): readonly Difference[] {
  const foundIds = new Set(found.map(({ id }) => id));
  const mustIds = new Set(alerts.map(({ id }) => id));
  const early = alertsByNow.filter(({ id }) => !mustIds.has(id) && foundIds.has(id));
  return alertDifferences(analysis, [...alerts, ...early], found);
}
