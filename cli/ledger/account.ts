import { createHash } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Acknowledgement } from '../../core/acknowledgement.ts';
import { type LatencyReport, measureLatency } from '../../core/latency.ts';
import { type LedgerReport, reconcile } from '../../core/ledger.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { acknowledgementPrefix, readAcknowledgements } from '../../functions/clients/acknowledgements.ts';
import type { CqlShell } from '../cql.ts';
import { type RejectedRow, readRejected } from '../rejected.ts';
import { readBatches } from './batches.ts';
import { readFailedBatches } from './failed-batches.ts';
import { readRows } from './rows.ts';

/** Where an account is taken from. */
export interface AccountSources {
  readonly shell: CqlShell;
  readonly s3: S3Client;
  readonly bucket: string;
}

/** What became of all that the producers of one run had acknowledged. */
export interface Account extends LedgerReport {
  readonly pipeline: string;
  readonly runId: string;
  readonly latency?: LatencyReport;
}

/**
 * Takes the account of a run, record by record.
 *
 * @param deadlineMs how long after its acknowledgement a record that is found nowhere counts as in flight; from then on
 *   it is lost
 */
export async function takeAccount(
  { shell, s3, bucket }: AccountSources,
  pipeline: Pipeline,
  runId: string,
  deadlineMs: number,
): Promise<Account> {
  const acknowledgements = await readAcknowledgements(s3, bucket, acknowledgementPrefix(pipeline.name, runId));
  const now = Date.now();
  const [from, to] = span(acknowledgements, now);
  const [rows, rejected, failed, batches] = await Promise.all([
    readRows(
      shell,
      pipeline,
      acknowledgements.map(({ eventId }) => eventId),
    ),
    // A stream may date an arrival a little before the producer's clock says the put began.
    readRejected(shell, pipeline.name, { from: new Date(from - 60_000), to: new Date(now) }),
    readFailedBatches(s3, bucket, pipeline.stream.name),
    readBatches(shell, pipeline.name, from - 60_000, now),
  ]);
  const report = reconcile({
    acknowledgements,
    rows: rows.hashes,
    copies: rows.copies,
    rejected: rejected.map(withHash),
    failed,
    now,
    deadline: to + deadlineMs,
  });
  const latency = measureLatency(acknowledgements, batches);
  return { pipeline: pipeline.name, runId, ...report, ...(latency && { latency }) };
}

/** The first put and the last acknowledgement. */
function span(acknowledgements: readonly Acknowledgement[], now: number): [from: number, to: number] {
  let [from, to] = [now, 0];
  for (const { putAt, acknowledgedAt } of acknowledgements) {
    if (putAt < from) from = putAt;
    if (acknowledgedAt > to) to = acknowledgedAt;
  }
  return [from, to];
}

function withHash({ shard, sequence, payload, payload_base64 }: RejectedRow): {
  shard: string;
  sequence: string;
  hash?: string;
} {
  const bytes = payload === null ? payload_base64 && Buffer.from(payload_base64, 'base64') : Buffer.from(payload);
  if (bytes === null || typeof bytes === 'string') return { shard, sequence };
  return { shard, sequence, hash: createHash('sha256').update(bytes).digest('hex') };
}
