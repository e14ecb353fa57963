import type { BatchOutcome } from '../batch.ts';
import type { RejectedRecord } from '../store.ts';
import { type Finished, type MinuteTally, sumTallies, type Tally } from './tally.ts';

export { latencyBoundsMs, latencyPercentile } from './histogram.ts';

/**
 * What ingest makes of a record. `stored` counts writes of events: an event that was sent twice counts twice. Latency is
 * that from arrival in the stream to the answer of the store.
 */
export type IngestEnd = 'stored' | 'rejected';

/** What a minute of arrival came to. */
export type MinuteTotals = MinuteTally<IngestEnd>;

/** Totals of one shard, read by one ingest function, of the records that arrived in one hour. */
export type Totals = Tally<IngestEnd>;

/** All that a record may end as in ingest. */
export const ingestEnds: readonly IngestEnd[] = ['stored', 'rejected'];

/** The finished records of an outcome; what failed comes again. */
export function finishedOf({ stored, rejected }: BatchOutcome): readonly Finished<IngestEnd>[] {
  return [
    ...stored.map((one) => ({ ...sentAs(one), as: 'stored' as const })),
    ...rejected.map((one) => ({ ...sentAs(one), as: 'rejected' as const })),
  ];
}

function sentAs({
  record,
  version,
}: Pick<RejectedRecord, 'record' | 'version'>): Pick<Finished<IngestEnd>, 'record' | 'version'> {
  return { record, ...(version !== undefined && { version }) };
}

/** The sum over items (shards, hours). @param from minutes before that of this instant are left out @default all */
export function sumTotals(items: readonly Totals[], from?: Date): MinuteTotals {
  return sumTallies(ingestEnds, items, from);
}
