import type { Row } from '../../table.ts';
import { hourOf } from '../operations/rows.ts';
import type { AnalysisEnd } from './books.ts';
import type { JudgedBatch } from './judge-batch.ts';

/** What a batch came to. Times in milliseconds since the epoch. */
export interface BatchFigures {
  readonly receivedAt: number;
  /** When the state of all keys and groups was written. */
  readonly foldedAt: number;
  /** When the rows were. */
  readonly writtenAt: number;
  /** When the bus had taken the alerts. */
  readonly publishedAt: number;
  /** Finished records by what they ended as, {@link countEnds}. */
  readonly ends: Readonly<Record<AnalysisEnd, number>>;
  /** Results of windows that went out. */
  readonly results: number;
  /** Alerts that went out. */
  readonly alerts: number;
}

/**
 * The row of `ops.analyze_batches`; the sequence numbers span the records that are finished. What was settled by an earlier
 * batch is among `records` and in none of the counts.
 * @param finished how many records of the batch, from its first on, are finished
 * @returns undefined for a batch that finished no record
 */
export function analyzeBatchRow<E>(
  pipelineName: string,
  { records, keys }: JudgedBatch<E>,
  finished: number,
  figures: BatchFigures,
  requestId: string,
): Row | undefined {
  const first = records[0];
  const last = records[finished - 1];
  if (!first || !last) return undefined;
  return {
    pipeline: pipelineName,
    hour: hourOf(figures.receivedAt),
    received_at: new Date(figures.receivedAt),
    shard: first.position.shard,
    first_sequence: first.position.sequence,
    last_sequence: last.position.sequence,
    records: finished,
    ...figures.ends,
    keys: keys.length,
    results: figures.results,
    alerts: figures.alerts,
    folded_at: new Date(figures.foldedAt),
    written_at: new Date(figures.writtenAt),
    published_at: new Date(figures.publishedAt),
    request_id: requestId,
  };
}
