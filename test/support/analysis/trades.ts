import Type from 'typebox';
import type { Analysis } from '../../../core/analysis/analysis.ts';
import { definePipeline } from '../../../core/define-pipeline.ts';
import type { Pipeline } from '../../../core/pipeline.ts';
import type { AcceptedRecord } from '../../../core/store.ts';
import { recordOf } from '../records.ts';

/** An event of the pipeline that analysis is tested with. Times in milliseconds since the epoch. */
export interface Trade {
  readonly id: string;
  readonly key: string;
  readonly time: number;
  readonly kind: 'fail' | 'login' | 'buy' | 'refund' | 'other';
  readonly amount: number | null;
  readonly group: string;
}

/** The table of record, which no test of analysis writes. */
const table = {
  keyspace: 'test',
  name: 'trades',
  answers: 'What did the event of this id say?',
  columns: { id: 'text' },
  partitionKey: ['id'],
} as const;

const base = definePipeline<Trade>({
  name: 'trades',
  description: 'Trades of users, for tests',
  stream: { name: 'trades.events', shards: 1 },
  schema: Type.Object({ id: Type.String() }),
  normalise: (raw) => ({ ...raw }),
  id: ({ id }) => id,
  eventTime: ({ time }) => time,
  partitionKey: ({ key }) => key,
  latest: { key: ({ key }) => key, values: () => ({}) },
  record: {
    table,
    toRow: ({ id }) => ({ id }),
    toEvent: ({ id }) => ({ id: String(id), key: '', time: 0, kind: 'other', amount: null, group: '' }),
  },
});

/** A pipeline of trades with that analysis. @param analysis lateness and horizon of 60 s, unless it says otherwise */
export function tradesPipeline(
  analysis: Partial<Analysis<Trade>>,
): Pipeline<Trade> & { readonly analysis: Analysis<Trade> } {
  return {
    ...base,
    analysis: {
      latenessSeconds: 60,
      dedupeSeconds: 60,
      windows: [],
      rules: [],
      function: { batchSize: 500, batchingWindowSeconds: 0, memoryMb: 512, timeoutSeconds: 60 },
      ...analysis,
    },
  };
}

/** Noon of a Sunday. What the times of {@link tradesAt} count from. */
export const NOON = Date.UTC(2026, 10, 22, 12);

/**
 * Accepted records of one shard, one after the other: `at` and `arrived` are seconds after {@link NOON}, `arrived` is `at`
 * unless given, ids are `e0`, `e1`, …
 */
export function tradesAt(
  planned: readonly (Partial<Omit<Trade, 'time'>> & { readonly at: number; readonly arrived?: number })[],
): AcceptedRecord<Trade>[] {
  return planned.map(({ at, arrived = at, ...rest }, index) => {
    const given = { id: `e${index}`, key: 'anna', kind: 'buy', amount: null, group: '' } as const;
    const event: Trade = { ...given, ...rest, time: NOON + at * 1000 };
    const options = { partitionKey: event.key, sequence: 100 + index, arrivedAt: NOON + arrived * 1000 };
    return { record: recordOf(event, options), event };
  });
}
