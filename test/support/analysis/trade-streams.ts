import fc from 'fast-check';
import type { ShardParents } from '../../../core/reference/stream-order.ts';
import type { AcceptedRecord } from '../../../core/store.ts';
import { recordOf } from '../records.ts';
import { POISON } from './trade-windows.ts';
import { NOON, type Trade } from './trades.ts';

/** What a stream of trades is drawn from. */
export interface TradeStream {
  /** In order of arrival, over all shards. */
  readonly records: readonly AcceptedRecord<Trade>[];
  readonly latenessSeconds: number;
  readonly dedupeSeconds: number;
}

/** The shards of every stream: the first is split, and one of its children is merged with the second. */
export const tradeParents: ShardParents = new Map([
  ['shard-2', ['shard-0']],
  ['shard-3', ['shard-0']],
  ['shard-4', ['shard-1', 'shard-2']],
]);

/** By key: the shards that it goes to, one after the other. */
const shardsOf: Readonly<Record<string, readonly [string, string, string]>> = {
  anna: ['shard-0', 'shard-2', 'shard-4'],
  ben: ['shard-1', 'shard-1', 'shard-4'],
  carla: ['shard-0', 'shard-3', 'shard-3'],
};

interface Draft {
  readonly key: string;
  readonly waitMs: number;
  /** How far the event's time lies behind its arrival, as a share of the lateness; below 0 it is ahead. */
  readonly lag: number;
  readonly kind: Trade['kind'];
  readonly amount: number | null;
  readonly group: string;
  /** Is the event of so many records before it, sent again. */
  readonly again: number | null;
}

const draft: fc.Arbitrary<Draft> = fc.record({
  key: fc.constantFrom('anna', 'anna', 'ben', 'carla'),
  waitMs: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(0, 500, 1000) },
    { weight: 5, arbitrary: fc.integer({ min: 0, max: 8 }).map((seconds) => seconds * 500) },
    { weight: 1, arbitrary: fc.integer({ min: 5000, max: 40_000 }) },
  ),
  lag: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 4, arbitrary: fc.constantFrom(0.1, 0.2, 0.5, 0.8, 1) },
    { weight: 1, arbitrary: fc.constantFrom(1.05, 1.5, 3) },
    { weight: 1, arbitrary: fc.constantFrom(-0.3, -2) },
  ),
  kind: fc.constantFrom<Trade['kind'][]>('fail', 'login', 'buy', 'buy', 'refund', 'other'),
  amount: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 1000 }).map((tenths) => tenths / 10) },
    { weight: 1, arbitrary: fc.constantFrom(null, 0, -3.3, 1e17, Number.NaN, 1e-300) },
    { weight: 1, arbitrary: fc.constantFrom(null, null, POISON) },
  ),
  group: fc.constantFrom('x', 'y'),
  again: fc.oneof(
    { weight: 9, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 12 }) },
  ),
});

/** Streams of a few keys and shards, with disorder, lateness, duplicates, equal times, poison and two reshardings. */
export const tradeStreams: fc.Arbitrary<TradeStream> = fc
  .record({
    latenessSeconds: fc.constantFrom(0, 4, 10, 30),
    horizonFactor: fc.constantFrom(1, 1, 3),
    drafts: fc.array(draft, { minLength: 1, maxLength: 60, size: 'max' }),
    reshardings: fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 })),
  })
  .map(({ latenessSeconds, horizonFactor, drafts, reshardings }) => ({
    latenessSeconds,
    dedupeSeconds: latenessSeconds * horizonFactor,
    records: recordsOf(
      drafts,
      latenessSeconds * 1000,
      reshardings.toSorted((a, b) => a - b),
    ),
  }));

function recordsOf(
  drafts: readonly Draft[],
  latenessMs: number,
  reshardings: readonly number[],
): readonly AcceptedRecord<Trade>[] {
  const records: AcceptedRecord<Trade>[] = [];
  let arrivedAt = NOON;
  for (const [index, { key, waitMs, lag, again, ...rest }] of drafts.entries()) {
    arrivedAt += waitMs;
    // Sent again, an event keeps its key: another key's event of the same id is another event.
    const before = again === null ? undefined : records.at(-again)?.event;
    const event = before ?? { ...rest, id: idOf(index), key, time: arrivedAt - Math.round(lag * latenessMs) };
    const shard = shardsOf[event.key]?.[reshardings.filter((at) => at <= index).length] ?? '';
    // Sequence numbers grow over a change of length.
    const sequence = 10n ** 20n - 30n + BigInt(index);
    records.push({ event, record: recordOf(event, { partitionKey: event.key, arrivedAt, shard, sequence }) });
  }
  return records;
}

/** Ids whose order is not that of arrival: they break ties. */
function idOf(index: number): string {
  return `${(index * 37) % 61}-${index}`;
}
