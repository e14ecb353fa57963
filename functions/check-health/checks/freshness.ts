import type { Clock } from '../../clients/clock.ts';
import type { StreamReader } from '../../clients/stream-reader.ts';
import { lastApplied, type ShardTotals } from '../../clients/totals.ts';
import type { Check } from '../check.ts';

const HOUR_MS = 3_600_000;

/** What the check holds against what. */
export interface FreshnessOptions {
  readonly pipeline: string;
  /** Totals of this hour and the last. */
  readonly readTotals: () => Promise<readonly ShardTotals[]>;
  readonly reader: StreamReader;
  readonly maxWaitSeconds: number;
  readonly clock: Clock;
}

/**
 * What arrives is stored soon. The age of the last stored event would not tell: a producer may simply have stopped. So
 * each shard is asked for the first record after the last one counted, and that one must not have waited too long.
 * Where nothing came in the last hour there is nothing to judge.
 */
export function freshnessCheck({ pipeline, readTotals, reader, maxWaitSeconds, clock }: FreshnessOptions): Check {
  return {
    name: 'freshness',
    pipeline,
    async look() {
      const since = clock.now() - HOUR_MS;
      const totals = await readTotals();
      const arrivals = totals.flatMap(({ minutes }) =>
        Object.values(minutes).map(({ lastArrivedAt }) => lastArrivedAt),
      );
      const lastStored = Math.max(0, ...arrivals);
      const shards = await reader.shards();
      const waiting = await Promise.all(
        shards.map((shard) => reader.backlog(shard, lastApplied(totals, shard), new Date(since), 1)),
      );
      const oldest = Math.min(...waiting.flatMap(({ oldestArrivedAt }) => oldestArrivedAt ?? []));
      if (Number.isFinite(oldest)) {
        const waited = Math.round((clock.now() - oldest) / 1000);
        const message = `the oldest event that is not stored has waited ${waited} s (limit ${maxWaitSeconds} s)`;
        if (waited <= maxWaitSeconds) return { ok: true, message };
        return { ok: false, message: `${message}; is the consumer running? \`caudal logs ingest\` shows` };
      }
      if (lastStored < since) return { ok: true, message: 'no events in the last hour' };
      const age = Math.round((clock.now() - lastStored) / 1000);
      return { ok: true, message: `everything that arrived is stored, the last event ${age} s ago` };
    },
  };
}
