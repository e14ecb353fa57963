import { selectStatement } from '../../core/cql.ts';
import type { FinishedBatch } from '../../core/latency.ts';
import { ingestBatches } from '../../core/operations-tables.ts';
import type { RowReader } from '../cql.ts';
import { stageTable } from '../stage.ts';
import { hoursBetween } from '../time-range.ts';

interface BatchRow {
  readonly shard: string;
  readonly first_sequence: string;
  readonly last_sequence: string;
  readonly received_at: Date;
  readonly judged_at: Date;
  readonly written_at: Date;
  readonly records: number;
  readonly stored: number;
  readonly rejected: number;
}

/** A finished batch with its counts. */
export interface IngestBatch extends FinishedBatch {
  readonly stored: number;
  readonly rejected: number;
}

/** The batches that the ingest function of a pipeline finished since an instant, oldest first. */
export async function readBatches(
  shell: RowReader,
  pipeline: string,
  from: number,
  to: number,
): Promise<IngestBatch[]> {
  const hours = hoursBetween(new Date(from), new Date(to));
  const table = stageTable(ingestBatches);
  const statement = `${selectStatement(table, { where: table.partitionKey })} AND received_at >= ?`;
  const rows = await Promise.all(
    hours.map((hour) => shell.select<BatchRow>(statement, [pipeline, hour, new Date(from)])),
  );
  return rows
    .flat()
    .filter(({ records }) => records > 0)
    .map(toBatch)
    .sort((a, b) => a.receivedAt - b.receivedAt);
}

function toBatch(row: BatchRow): IngestBatch {
  return {
    shard: row.shard,
    firstSequence: row.first_sequence,
    lastSequence: row.last_sequence,
    receivedAt: row.received_at.getTime(),
    judgedAt: row.judged_at.getTime(),
    writtenAt: row.written_at.getTime(),
    stored: row.stored,
    rejected: row.rejected,
  };
}
