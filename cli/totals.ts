import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { latencyPercentile, type MinuteTotals, sumTotals } from '../core/state/totals.ts';
import { lastApplied, readTotals, type ShardTotals } from '../functions/clients/totals.ts';
import { stageNames } from './stage.ts';
import { hoursBetween } from './time-range.ts';

const MINUTE_MS = 60_000;

/** The counters of a pipeline's ingest function over some time. */
export interface PipelineTotals {
  /** Records that the consumer finished: stored or rejected. */
  readonly records: number;
  /** Writes of events: an event that was sent twice counts twice. */
  readonly stored: number;
  readonly rejected: number;
  /** Records a second, by arrival, in this minute and the one before. */
  readonly recordsPerSecond: number;
  /** From arrival in the stream to the row written, by histogram: a percentile is as fine as its bucket. */
  readonly latencyMs: { readonly p50: number | null; readonly p99: number | null };
  readonly shards: readonly ShardTotals[];
}

/** Reads the counters of a pipeline for what arrived since an instant. */
export async function pipelineTotals(pipeline: string, since: Date, now: Date = new Date()): Promise<PipelineTotals> {
  const hours = hoursBetween(since, now);
  const client = new DynamoDBClient({});
  try {
    const shards = await readTotals(client, stageNames().stateTable, stageNames().ingestFunction(pipeline), hours);
    const sum = sumTotals(shards, since);
    return {
      records: sum.records,
      stored: sum.stored,
      rejected: sum.rejected,
      recordsPerSecond: rate(sumTotals(shards, new Date(now.getTime() - MINUTE_MS)), now),
      latencyMs: { p50: rounded(sum, 0.5), p99: rounded(sum, 0.99) },
      shards,
    };
  } finally {
    client.destroy();
  }
}

/** By shard: sequence number of the last record that the consumer has finished. */
export function appliedPositions(totals: readonly ShardTotals[]): ReadonlyMap<string, string> {
  const shards = new Set(totals.map(({ shard }) => shard));
  return new Map([...shards].map((shard) => [shard, lastApplied(totals, shard) ?? '-1']));
}

function rate({ records }: MinuteTotals, now: Date): number {
  const seconds = 60 + (now.getTime() % MINUTE_MS) / 1000;
  return Math.round((records / seconds) * 10) / 10;
}

function rounded({ latency }: MinuteTotals, share: number): number | null {
  const value = latencyPercentile(latency, share);
  return value === undefined ? null : Math.round(value);
}
