import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { BatchOutcome } from '../../core/batch.ts';
import { finishedOf, type IngestEnd, ingestEnds } from '../../core/state/totals.ts';
import { readTallies, type ShardTally, type TallyOptions, tallyCounter } from './tally.ts';

export { lastApplied } from './tally.ts';

/** Adds a batch's outcome to the totals of ingest. @throws when the table can't be written */
export type CountBatch = (outcome: BatchOutcome) => Promise<void>;

/** Totals of ingest of a shard in an hour. */
export type ShardTotals = ShardTally<IngestEnd>;

/** Makes the counter of ingest. See {@link tallyCounter}. */
export function totalsCounter(options: Omit<TallyOptions<IngestEnd>, 'kinds'>): CountBatch {
  const count = tallyCounter({ ...options, kinds: ingestEnds });
  return (outcome) => count(finishedOf(outcome), outcome.writtenAt);
}

/**
 * Reads the totals of an ingest function, an item a shard and hour; `sumTotals` adds them up.
 *
 * @param hours any instant within each hour wanted
 */
export function readTotals(
  client: DynamoDBClient,
  table: string,
  functionName: string,
  hours: readonly Date[],
): Promise<ShardTotals[]> {
  return readTallies<IngestEnd>(client, table, functionName, hours);
}
