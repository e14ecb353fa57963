import type { S3Client } from '@aws-sdk/client-s3';
import { type Acknowledgement, payloadHash } from '../../core/acknowledgement.ts';
import type { LatencyReport } from '../../core/latency.ts';
import { type LedgerReport, reconcile } from '../../core/ledger.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import type { RowReader } from '../cql.ts';
import { type RejectedRow, readRejected } from '../rejected.ts';
import { appliedPositions, pipelineTotals } from '../totals.ts';
import { readFailedBatches } from './failed-batches.ts';
import { readRows } from './rows.ts';

/** Where an account is taken from. */
export interface AccountSources {
  readonly shell: RowReader;
  readonly s3: S3Client;
  readonly bucket: string;
}

/** What became of all that the producers of one run had acknowledged. */
export interface Account extends LedgerReport {
  readonly pipeline: string;
  readonly runId: string;
  readonly latency?: LatencyReport;
}

/** Clocks of producer and stream may differ a little: an arrival can be dated before the put began. */
const CLOCK_MARGIN_MS = 60_000;

/**
 * Takes the account of acknowledged records, one by one.
 *
 * @param deadlineMs how long after the last acknowledgement a record that is found nowhere may still be on its way; from
 *   then on it is lost, unless the consumer has not come to it yet
 */
export async function takeAccount(
  { shell, s3, bucket }: AccountSources,
  pipeline: Pipeline,
  acknowledgements: readonly Acknowledgement[],
  deadlineMs: number,
): Promise<LedgerReport> {
  const now = Date.now();
  const begun = new Date(acknowledgements.reduce((first, { putAt }) => Math.min(first, putAt), now) - CLOCK_MARGIN_MS);
  const ended = acknowledgements.reduce((last, { acknowledgedAt }) => Math.max(last, acknowledgedAt), 0);
  // The consumer's progress is read first: what it passes afterwards can only turn from in flight to found.
  const { shards } = await pipelineTotals(pipeline.name, begun);
  const [rows, rejected, failed] = await Promise.all([
    readRows(
      shell,
      pipeline,
      acknowledgements.map(({ eventId }) => eventId),
    ),
    readRejected(shell, pipeline.name, { from: begun, to: new Date(now) }),
    readFailedBatches(s3, bucket, pipeline.stream.name),
  ]);
  return reconcile({
    acknowledgements,
    rows: rows.hashes,
    copies: rows.copies,
    rejected: rejected.map(withHash),
    failed,
    applied: appliedPositions(shards),
    now,
    deadline: ended + deadlineMs,
  });
}

function withHash({ shard, sequence, payload, payload_base64 }: RejectedRow): {
  shard: string;
  sequence: string;
  hash?: string;
} {
  const bytes = payload === null ? payload_base64 && Buffer.from(payload_base64, 'base64') : Buffer.from(payload);
  if (bytes === null || typeof bytes === 'string') return { shard, sequence };
  return { shard, sequence, hash: payloadHash(bytes) };
}
