import { type Failure, precedes } from '../../failure.ts';
import { type Finished, type MinuteTally, sumTallies, type Tally } from '../../state/tally.ts';
import type { Disposed } from '../fold/types.ts';
import type { JudgedBatch } from './judge-batch.ts';

/**
 * What analyze makes of a record: events are `applied`, `duplicate`, `late` or `failed`, so that accepted = applied +
 * duplicate + late + failed; what is no event is `rejected`. An event that came too late for a window of scope `stream`
 * alone counts as applied: its key has applied it. Latency is that from arrival in the stream until rows and alerts are out.
 */
export type AnalysisEnd = 'applied' | 'duplicate' | 'late' | 'failed' | 'rejected';

/** Totals of one shard, read by one analyze function, of the records that arrived in one hour. */
export type AnalysisTotals = Tally<AnalysisEnd>;

/** All that a record may end as in analyze. */
export const analysisEnds: readonly AnalysisEnd[] = ['applied', 'duplicate', 'late', 'failed', 'rejected'];

/** The sum over items (shards, hours). @param from minutes before that of this instant are left out @default all */
export function sumAnalysisTotals(items: readonly AnalysisTotals[], from?: Date): MinuteTally<AnalysisEnd> {
  return sumTallies(analysisEnds, items, from);
}

/** The records of a batch that are finished: those below the lowest failure. What was settled before is in the books already. */
export function finishedRecords<E>(
  { rejected }: JudgedBatch<E>,
  disposed: readonly Disposed<E>[],
  failed: Failure | undefined,
): readonly Finished<AnalysisEnd>[] {
  const finished: Finished<AnalysisEnd>[] = rejected.map((record) => ({ record, as: 'rejected' }));
  for (const { record, disposition } of disposed) {
    if (disposition !== 'settled') finished.push({ record, as: disposition });
  }
  return finished.filter(({ record }) => precedes(record.position, failed));
}

/** How many of the records ended as what. */
export function countEnds(finished: readonly Finished<AnalysisEnd>[]): Record<AnalysisEnd, number> {
  const counts = { applied: 0, duplicate: 0, late: 0, failed: 0, rejected: 0 };
  for (const { as } of finished) counts[as] += 1;
  return counts;
}
