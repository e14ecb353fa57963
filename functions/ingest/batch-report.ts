import type { BatchOutcome } from '../../core/batch.ts';
import { batchHead, type LogFields } from '../clients/batch-log.ts';

/** What the log says of a batch. Positions and numbers only: payloads are never logged. */
export function batchReport<E>(outcome: BatchOutcome<E>, endedAt: number): LogFields {
  const { records, stored, rejected, receivedAt } = outcome;
  const durationMs = endedAt - receivedAt;
  const finished = stored.length + rejected.length;
  return {
    ...batchHead(records),
    stored: stored.length,
    rejected: rejected.length,
    durationMs,
    rowsPerSecond: Math.round((finished * 1000) / Math.max(1, durationMs)),
  };
}
