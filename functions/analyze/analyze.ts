import type { KinesisStreamBatchResponse } from 'aws-lambda';
import { analyzeBatchRow } from '../../core/analysis/batch/batch-row.ts';
import { type AnalysisEnd, countEnds, finishedRecords } from '../../core/analysis/batch/books.ts';
import { judgeBatch } from '../../core/analysis/batch/judge-batch.ts';
import type { AnalyzedPipeline } from '../../core/analysis/fold/pipeline-parts.ts';
import type { GroupFold, KeyFold } from '../../core/analysis/fold/types.ts';
import type { Decode } from '../../core/decode.ts';
import { lowestFailure, precedes } from '../../core/failure.ts';
import { createJudge } from '../../core/judge.ts';
import { fromKinesis, type KinesisBatch } from '../../core/sources/kinesis.ts';
import type { Finished } from '../../core/state/tally.ts';
import type { Row } from '../../core/table.ts';
import { asError } from '../clients/aws-errors.ts';
import type { Log } from '../clients/batch-log.ts';
import type { Publish } from '../clients/publisher/model.ts';
import { acknowledge } from '../clients/state/acknowledge.ts';
import type { StateStore } from '../clients/state/store.ts';
import type { CountFinished } from '../clients/tally.ts';
import { foldBatch } from './fold-batch.ts';
import { itemsOut, planFailures, planOf } from './plan.ts';
import { type AnalyzeNumbers, logFields, numbersOf } from './report.ts';

/** What analyzing needs of the world. */
export interface AnalyzePorts<E> {
  readonly pipeline: AnalyzedPipeline<E>;
  /** Reads payloads. @default they are JSON */
  readonly decode?: Decode;
  readonly keyFold: KeyFold<E>;
  readonly groupFold: GroupFold<E>;
  readonly state: StateStore;
  readonly publish: Publish;
  /** Adds finished records to the totals. */
  readonly count: CountFinished<AnalysisEnd>;
  /** Writes the row of a finished batch. */
  readonly keepBatch: (row: Row) => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Takes the one line a batch. Never given a payload. */
  readonly log: Log;
  /** Takes the numbers of a batch. */
  readonly measure: (numbers: AnalyzeNumbers) => void;
}

/** Handles one batch of one shard. */
export type Analyze = (event: KinesisBatch, requestId: string) => Promise<KinesisStreamBatchResponse>;

/**
 * Makes the analyze function: events into the state of their keys, one conditional write a key; then what that brought
 * forth to tables and bus; then the books; then the answer to Lambda, which names the lowest position that failed, if any.
 * From there on the stream delivers again, in order, and all that was written is found applied.
 *
 * State comes first and holds all that follows from it, so a crash at any point leaves nothing undone that the redelivery
 * would not do, and does nothing twice that can be told apart.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export function createAnalyze<E>(ports: AnalyzePorts<E>): Analyze {
  const { pipeline, state, now, log, measure } = ports;
  const judge = createJudge(pipeline, ports.decode);
  return async (event, requestId) => {
    const judged = judgeBatch(judge, fromKinesis(event));
    const first = judged.records[0];
    if (!first) return { batchItemFailures: [] };
    const receivedAt = now();
    const folded = await foldBatch({ ...ports, pipelineName: pipeline.name }, judged, receivedAt);
    const foldedAt = now();

    const plan = planOf(pipeline, folded);
    const publication = await ports.publish(plan.map(({ what }) => what));
    const unfinished = lowestFailure([...folded.failures, ...planFailures(plan, publication.failed)]);

    const finished = finishedRecords(judged, folded.disposed, unfinished);
    const figures = {
      receivedAt,
      foldedAt,
      writtenAt: publication.writtenAt,
      publishedAt: publication.publishedAt,
      ends: countEnds(finished),
      results: publication.results,
      alerts: publication.alerts.length,
    };
    const count = judged.records.filter(({ position }) => precedes(position, unfinished)).length;
    const row = analyzeBatchRow(pipeline.name, judged, count, figures, requestId);
    const [acknowledgements, bookError] = await Promise.all([
      acknowledge(state, itemsOut(plan, publication.failed)),
      keepBooks(ports, finished, Math.max(publication.writtenAt, publication.publishedAt), row),
    ]);
    const failed = bookError ? { position: first.position, error: bookError } : unfinished;

    const report = { judged, folded, finished, publication, figures, acknowledgements, failed, endedAt: now() };
    measure(numbersOf(report));
    log(failed ? 'warn' : 'info', 'batch', logFields(report));
    return { batchItemFailures: failed ? [{ itemIdentifier: failed.position.sequence }] : [] };
  };
}

/** As in ingest, the books are part of the batch: when they can't be written, all of it comes again. */
async function keepBooks<E>(
  { count, keepBatch }: AnalyzePorts<E>,
  finished: readonly Finished<AnalysisEnd>[],
  at: number,
  row: Row | undefined,
): Promise<Error | undefined> {
  if (!row) return undefined;
  const books = await Promise.allSettled([count(finished, at), keepBatch(row)]);
  const broken = books.find((book) => book.status === 'rejected');
  return broken && asError(broken.reason);
}
