import type { BatchFigures } from '../../core/analysis/batch/batch-row.ts';
import type { JudgedBatch } from '../../core/analysis/batch/judge-batch.ts';
import { type Failure, precedes } from '../../core/failure.ts';
import type { Finished } from '../../core/state/tally.ts';
import { batchHead, errorLine, type LogFields } from '../clients/batch-log.ts';
import { type FinishedFigures, finishedFigures } from '../clients/finished-figures.ts';
import type { Publication } from '../clients/publisher/model.ts';
import type { FoldedBatch } from './fold-batch.ts';

/** All that is known of a batch when it is done. */
export interface BatchReport<E> {
  readonly judged: JudgedBatch<E>;
  readonly folded: FoldedBatch<E>;
  /** Records that will not come again. */
  readonly finished: readonly Pick<Finished<string>, 'record'>[];
  readonly publication: Publication;
  readonly figures: BatchFigures;
  readonly acknowledgements: { readonly acknowledged: number; readonly failed: number };
  /** What the stream delivers again. */
  readonly failed: Failure | undefined;
  /** In milliseconds since the epoch. */
  readonly endedAt: number;
}

/** The numbers of a batch, for metrics. */
export interface AnalyzeNumbers extends FinishedFigures {
  readonly applied: number;
  readonly duplicate: number;
  readonly late: number;
  /** Events over which a function of the pipeline, or the bound of the state, failed. */
  readonly failedEvents: number;
  /** Records that the stream delivers again. */
  readonly failedRecords: number;
  /** Writes of keyed state, of lost races and acknowledgements too; the books are not among them. */
  readonly stateWrites: number;
  /** Of the largest state written, in bytes. */
  readonly largestState: number;
  readonly idsOverflowed: number;
  readonly partsReset: number;
  /** Rows, alerts and decisions that will never be taken. */
  readonly refused: number;
  readonly results: number;
  /** From the arrival of the event that raised it to the bus, of each alert, in milliseconds. */
  readonly alertLatencies: readonly number[];
  /** From the arrival of the event to the bus, of each decision, in milliseconds. */
  readonly decisionLatencies: readonly number[];
}

/** Counts for metrics. */
export function numbersOf<E>({
  judged,
  folded,
  finished,
  failed,
  publication,
  figures,
  acknowledgements,
  endedAt,
}: BatchReport<E>): AnalyzeNumbers {
  const outcomes = folded.touched.map(({ written }) => written.outcome);
  const puts = folded.touched.reduce((sum, { written }) => sum + written.puts, 0);
  return {
    ...finishedFigures(
      finished.map(({ record }) => record),
      endedAt,
    ),
    applied: figures.ends.applied,
    duplicate: figures.ends.duplicate,
    late: figures.ends.late,
    failedEvents: figures.ends.failed,
    failedRecords: judged.records.filter(({ position }) => !precedes(position, failed)).length,
    stateWrites: puts + acknowledgements.acknowledged,
    largestState: outcomes.reduce((most, { counts }) => Math.max(most, counts.bytes), 0),
    idsOverflowed: outcomes.reduce((sum, { counts }) => sum + counts.idsOverflowed, 0),
    partsReset: outcomes.reduce((sum, { counts }) => sum + counts.partsReset, 0),
    refused: publication.refused.length,
    results: publication.results,
    alertLatencies: publication.alerts.map(({ raisedAt }) => publication.publishedAt - raisedAt),
    decisionLatencies: publication.decisions.map(({ arrivedAt }) => publication.publishedAt - arrivedAt),
  };
}

/** What the log says of a batch. Positions, counts and messages only: payloads are never logged. */
export function logFields<E>(report: BatchReport<E>): LogFields {
  const { judged, publication, figures, acknowledgements, failed, endedAt } = report;
  const { applied, duplicate, late, failedEvents, stateWrites } = numbersOf(report);
  const [refusal] = publication.refused;
  return {
    ...batchHead(judged.records),
    applied,
    duplicate,
    late,
    failedEvents,
    rejected: figures.ends.rejected,
    keys: judged.keys.length,
    stateWrites,
    results: publication.results,
    alerts: publication.alerts.length,
    ...(publication.decisions.length > 0 && { decisions: publication.decisions.length }),
    foldMs: figures.foldedAt - figures.receivedAt,
    durationMs: endedAt - figures.receivedAt,
    ...(refusal && { refused: publication.refused.length, refusedBy: refusal.by, refusal: refusal.message }),
    ...(acknowledgements.failed > 0 && { unacknowledged: acknowledgements.failed }),
    ...(failed && { failedFrom: failed.position.sequence, error: errorLine(failed.error) }),
  };
}
