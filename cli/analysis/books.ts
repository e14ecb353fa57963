import { type AnalysisEnd, analysisEnds, sumAnalysisTotals } from '../../core/analysis/batch/books.ts';
import type { Difference } from '../../core/reference/differences.ts';
import type { Position, SourceRecord } from '../../core/source.ts';
import { dynamoClient } from '../../functions/clients/aws.ts';
import { lastApplied, readTallies } from '../../functions/clients/tally.ts';
import { stageNames } from '../stage.ts';
import { hoursBetween } from '../time-range.ts';

const MINUTE_MS = 60_000;

/** A record and what becomes of it. */
export interface Ended {
  readonly record: SourceRecord;
  readonly as: AnalysisEnd;
}

/** What the analyze function of a pipeline has counted. */
export interface Books {
  /** Records that arrived since the beginning of the minute, by their end. */
  readonly counts: Readonly<Record<AnalysisEnd, number>>;
  /** Beginning of that minute, in milliseconds since the epoch. */
  readonly since: number;
  /** Whether the function has finished with a record. */
  has(position: Position): boolean;
}

/** Reads the books for what arrived since an instant, in milliseconds since the epoch. */
export async function readBooks(pipeline: string, from: number): Promise<Books> {
  const client = dynamoClient();
  const since = Math.floor(from / MINUTE_MS) * MINUTE_MS;
  try {
    const hours = hoursBetween(new Date(since), new Date());
    const tallies = await readTallies<AnalysisEnd>(
      client,
      stageNames().stateTable,
      stageNames().analyzeFunction(pipeline),
      hours,
    );
    const counts = sumAnalysisTotals(tallies, new Date(since));
    const last = new Map(tallies.map(({ shard }) => [shard, BigInt(lastApplied(tallies, shard) ?? -1)]));
    return { counts, since, has: ({ shard, sequence }) => BigInt(sequence) <= (last.get(shard) ?? -1n) };
  } finally {
    client.destroy();
  }
}

/** Compares the books with what has to be in them: accepted = applied + duplicate + late + failed, whatever the run. */
export function bookDifferences(
  pipeline: string,
  { counts, since, has }: Books,
  ended: readonly Ended[],
): readonly Difference[] {
  const counted = ended.filter(({ record }) => record.arrivedAt >= since && has(record.position));
  return analysisEnds.flatMap((end) => {
    const due = counted.filter(({ as }) => as === end).length;
    if (counts[end] === due) return [];
    const of = `books of ${stageNames().analyzeFunction(pipeline)} since ${new Date(since).toISOString()}`;
    return { of, what: `count ${counts[end]} ${end} instead of ${due}` };
  });
}
