import type { KinesisStreamBatchResponse } from 'aws-lambda';
import { type BatchOutcome, processBatch } from '../../core/batch.ts';
import type { Decode } from '../../core/decode.ts';
import { batchRow } from '../../core/operations-rows.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { fromKinesis, type KinesisBatch } from '../../core/sources/kinesis.ts';
import type { EventStore } from '../../core/store.ts';
import type { Row } from '../../core/table.ts';
import { asError } from '../clients/aws-errors.ts';
import { errorLine, type Log, type LogFields } from '../clients/batch-log.ts';
import { type FinishedFigures, finishedFigures } from '../clients/finished-figures.ts';
import { batchReport } from './batch-report.ts';

/** What ingesting needs of the world. */
export interface IngestPorts<E> {
  readonly pipeline: Pipeline<E>;
  /** Reads payloads. @default they are JSON */
  readonly decode?: Decode;
  readonly store: EventStore<E>;
  /** Adds a finished batch to the totals. */
  readonly count: (outcome: BatchOutcome<E>) => Promise<void>;
  /** Writes the row of a finished batch. */
  readonly keepBatch: (row: Row) => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Takes the one line a batch. Never given a payload. */
  readonly log: Log;
  /** Takes the numbers of a batch. */
  readonly measure: (numbers: IngestNumbers) => void;
}

/** The numbers of a batch. */
export interface IngestNumbers extends FinishedFigures {
  readonly accepted: number;
  readonly rejected: number;
  /** Records that the stream delivers again. */
  readonly failed: number;
}

/** Handles one batch of one shard. */
export type Ingest = (event: KinesisBatch, requestId: string) => Promise<KinesisStreamBatchResponse>;

/**
 * Makes the ingest function: records to rows, then the books (totals, the batch's own row), then the answer to Lambda,
 * which names the lowest position that failed, if any. From there on the stream delivers again, in order.
 *
 * The books come after the rows and are part of the batch: when they can't be written, all of it is delivered again. That
 * costs nothing but time, since rows are idempotent and totals go by position, and so no count is ever short. It is
 * reported like any passing failure, not thrown, for a throw would make Lambda bisect a batch in which no record is at
 * fault.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export function createIngest<E>(ports: IngestPorts<E>): Ingest {
  const { pipeline, decode, store, now, log, measure } = ports;
  return async (event, requestId) => {
    const records = fromKinesis(event);
    const first = records[0];
    if (!first) return { batchItemFailures: [] };
    const outcome = await processBatch(pipeline, records, store, now, decode);
    const bookError = await keepBooks(ports, outcome, requestId);

    const failedFrom = bookError ? first.position : outcome.failed?.position;
    const error = outcome.failed?.error ?? bookError;
    const finished = [...outcome.stored, ...outcome.rejected].map(({ record }) => record);
    measure({
      accepted: outcome.stored.length,
      rejected: outcome.rejected.length,
      failed: bookError ? records.length : records.length - finished.length,
      ...finishedFigures(finished, outcome.writtenAt),
    });
    log(error ? 'warn' : 'info', 'batch', { ...batchReport(outcome, now()), ...failure(error, failedFrom) });
    return { batchItemFailures: failedFrom ? [{ itemIdentifier: failedFrom.sequence }] : [] };
  };
}

async function keepBooks<E>(
  { pipeline, count, keepBatch }: IngestPorts<E>,
  outcome: BatchOutcome<E>,
  requestId: string,
): Promise<Error | undefined> {
  const row = batchRow(pipeline.name, outcome, requestId);
  if (!row) return undefined;
  const books = await Promise.allSettled([count(outcome), keepBatch(row)]);
  const broken = books.find((book) => book.status === 'rejected');
  return broken && asError(broken.reason);
}

function failure(error: Error | undefined, from: { sequence: string } | undefined): LogFields {
  return error && from ? { failedFrom: from.sequence, error: errorLine(error) } : {};
}
