import { selectStatement } from '../../core/cql.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { normalForm } from '../../core/schema/normal-form.ts';
import type { SourceRecord } from '../../core/source.ts';
import { kinesisClient } from '../../functions/clients/aws.ts';
import { systemClock } from '../../functions/clients/clock.ts';
import { type CqlShell, type PlainRow, plain } from '../cql.ts';
import { decodeOf } from '../decode-of.ts';
import { type IngestBatch, readBatches } from '../ledger/batches.ts';
import { readRejected } from '../rejected.ts';
import { batchRecords } from './batch-records.ts';

const POLL_MS = 500;

/** A record that was just written: the row that the table gives back, or why it was rejected. */
export type LiveRow =
  | { readonly arrivedAt: number; readonly row: PlainRow }
  | { readonly arrivedAt: number; readonly reasons: readonly string[] };

/**
 * What is written from now on, batch by batch, in the order of the stream. Each batch that the ingest function finished names
 * its positions; the records there are read back from the stream for their ids, and the tables are asked for these.
 */
export async function* liveRows(shell: CqlShell, pipeline: Pipeline, signal: AbortSignal): AsyncGenerator<LiveRow> {
  const client = kinesisClient();
  const seen = new Set<string>();
  const begun = Date.now();
  try {
    while (!signal.aborted) {
      const now = Date.now();
      for (const batch of await readBatches(shell, pipeline.name, Math.max(begun, now - 30_000), now)) {
        const key = `${batch.shard}:${batch.firstSequence}:${batch.receivedAt}`;
        if (seen.has(key)) continue;
        seen.add(key);
        yield* rowsOf(shell, pipeline, batch, await batchRecords(client, pipeline.stream.name, batch));
      }
      await systemClock.sleep(POLL_MS, signal);
    }
  } finally {
    client.destroy();
  }
}

async function* rowsOf(
  shell: CqlShell,
  pipeline: Pipeline,
  batch: IngestBatch,
  records: readonly SourceRecord[],
): AsyncGenerator<LiveRow> {
  const { table } = pipeline.record;
  const statement = selectStatement(table, { where: table.partitionKey });
  const reasons = new Map<string, readonly string[]>();
  if (batch.rejected > 0) {
    const from = new Date(Math.min(...records.map(({ arrivedAt }) => arrivedAt)));
    for (const row of await readRejected(shell, pipeline.name, { from, to: new Date() })) {
      reasons.set(`${row.shard}:${row.sequence}`, row.reasons);
    }
  }
  const decode = await decodeOf(pipeline, records);
  for (const record of records) {
    const { arrivedAt, position } = record;
    const rejected = reasons.get(`${position.shard}:${position.sequence}`);
    if (rejected) {
      yield { arrivedAt, reasons: rejected };
      continue;
    }
    const decoded = decode(record);
    const normal = 'value' in decoded ? normalForm(pipeline, decoded.value, record) : undefined;
    const id = normal && pipeline.id(normal);
    const [row] = await shell.select<Record<string, unknown>>(statement, [id ?? '']);
    if (row)
      yield { arrivedAt, row: Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])) };
  }
}
