import type { Analysis } from '../../core/analysis/analysis.ts';
import type { Decode } from '../../core/decode.ts';
import { createJudge } from '../../core/judge.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import type { ExpectedAlert } from '../../core/reference/alerts.ts';
import type { Disposition } from '../../core/reference/applied.ts';
import { decisionsOf, type ExpectedDecision } from '../../core/reference/decisions.ts';
import { type ExpectedWindow, type Reference, referenceOf } from '../../core/reference/reference.ts';
import type { SourceRecord } from '../../core/source.ts';
import type { AcceptedRecord } from '../../core/store.ts';
import type { WholeStream } from '../stream/whole-stream.ts';
import type { Ended } from './books.ts';

/** A pipeline with windows or rules. */
export type AnalyzedPipeline = Pipeline & { readonly analysis: Analysis<unknown> };

/** What has to come of a run: of all that an event of it touches. */
export interface Expectation {
  readonly counts: Readonly<Record<Disposition | 'accepted', number>>;
  /** Accepted records of the run. */
  readonly records: readonly SourceRecord[];
  /** All records of the stream, whatever the run. */
  readonly ended: readonly Ended[];
  readonly windows: readonly ExpectedWindow<unknown>[];
  /** Alerts that have to be there, whether a sweep came or not. */
  readonly alerts: readonly ExpectedAlert[];
  /** Alerts that are there if a sweep came just now; all others of the run are wrong. */
  readonly alertsByNow: readonly ExpectedAlert[];
  /** What has to be decided about events of the run. */
  readonly decisions: readonly ExpectedDecision[];
  /** Whether an alert, as expected or as found, is due to the run. */
  isOfRun(alert: Pick<ExpectedAlert, 'key' | 'events' | 'window'>): boolean;
  /** Whether the stream, whatever the run, accounts for a window. */
  isKnown(window: WindowName): boolean;
  /** The highest watermark that a sweep can have had. */
  readonly latest: number;
}

/** What tells a window from all others of the pipeline. */
export interface WindowName {
  readonly window: string;
  readonly key: string;
  readonly start: number;
}

/**
 * Works out by the reference what has to come of a run.
 *
 * @param isOfRun whether a record is of the run
 * @param now in milliseconds since the epoch
 * @param decode what reads payloads @default they are JSON
 */
export function expectationOf(
  pipeline: AnalyzedPipeline,
  { records, parents }: WholeStream,
  isOfRun: (record: SourceRecord) => boolean,
  now: number,
  decode?: Decode,
): Expectation {
  const { accepted, rejected } = judgeAll(pipeline, records, decode);
  const reference = referenceOf(pipeline, accepted, { parents });
  const byNow = referenceOf(pipeline, accepted, { parents, sweptAt: now });
  const run = reference.decided.filter(({ record }) => isOfRun(record));
  const positions = new Set(run.map(({ record }) => positionName(record)));
  const windows = reference.windows.filter(({ applied }) => applied.some((one) => positions.has(positionName(one))));
  const ids = new Set(idsOf(pipeline, run));
  const touched = new Set(windows.map(windowName));
  const isTouched = ({ key, events, window }: Pick<ExpectedAlert, 'key' | 'events' | 'window'>) =>
    window
      ? touched.has(windowName({ window: window.name, key, start: window.start }))
      : events.some((id) => ids.has(id));
  const known = new Set(reference.windows.map(windowName));
  return {
    counts: countsOf(run),
    records: run.map(({ record }) => record),
    ended: [
      ...reference.decided.map(({ record, disposition }) => ({ record, as: disposition })),
      ...rejected.map((record) => ({ record, as: 'rejected' as const })),
    ],
    windows,
    alerts: reference.alerts.filter(isTouched),
    alertsByNow: byNow.alerts.filter(isTouched),
    decisions: decisionsOf(pipeline, accepted, { parents, isWanted: (one) => positions.has(positionName(one)) }),
    isOfRun: isTouched,
    isKnown: (window) => known.has(windowName(window)),
    latest: now - pipeline.analysis.latenessSeconds * 1000,
  };
}

/** A record by its place in the stream. */
export function positionName({ position }: Pick<SourceRecord, 'position'>): string {
  return `${position.shard}:${position.sequence}`;
}

/** A window by its name, as text. */
export function windowName({ window, key, start }: WindowName): string {
  return JSON.stringify([window, key, start]);
}

function judgeAll(pipeline: AnalyzedPipeline, records: readonly SourceRecord[], decode?: Decode) {
  const judge = createJudge(pipeline, decode);
  const accepted: AcceptedRecord<unknown>[] = [];
  const rejected: SourceRecord[] = [];
  for (const record of records) {
    const judgement = judge(record);
    if ('accepted' in judgement) accepted.push(judgement.accepted);
    else rejected.push(record);
  }
  return { accepted, rejected };
}

function idsOf(pipeline: AnalyzedPipeline, decided: Reference<unknown>['decided']): string[] {
  return decided.filter(({ disposition }) => disposition !== 'failed').map(({ event }) => pipeline.id(event));
}

function countsOf(decided: Reference<unknown>['decided']): Expectation['counts'] {
  const counts = { accepted: decided.length, applied: 0, duplicate: 0, late: 0, failed: 0 };
  for (const { disposition } of decided) counts[disposition] += 1;
  return counts;
}
