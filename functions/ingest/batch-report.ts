import type { BatchOutcome } from '../../core/batch.ts';

/** Fields of a log line. */
export type LogFields = Readonly<Record<string, string | number>>;

/** What the log says of a batch. Positions and numbers only: payloads are never logged. */
export function batchReport<E>(outcome: BatchOutcome<E>, endedAt: number): LogFields {
  const { records, stored, rejected, receivedAt } = outcome;
  const durationMs = endedAt - receivedAt;
  const finished = stored.length + rejected.length;
  return {
    shard: records[0]?.position.shard ?? '',
    first: records[0]?.position.sequence ?? '',
    last: records.at(-1)?.position.sequence ?? '',
    records: records.length,
    stored: stored.length,
    rejected: rejected.length,
    durationMs,
    rowsPerSecond: Math.round((finished * 1000) / Math.max(1, durationMs)),
  };
}
