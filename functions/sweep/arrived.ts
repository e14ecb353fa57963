import { MAX_RECORD_AGE_HOURS } from '../../core/record-age.ts';
import type { Clock } from '../clients/clock.ts';
import { inPool } from '../clients/pool.ts';
import type { StreamReader } from '../clients/stream-reader.ts';
import { lastApplied } from '../clients/tally.ts';

const HOUR_MS = 3_600_000;

/** A record of this age may still be on its way from the stream's clock to its readers. */
const VISIBLE_AFTER_MS = 2_000;

/** How long after {@link MAX_RECORD_AGE_HOURS} the mapping has certainly given a record up: it may be at its last try. */
const LAST_TRY_MS = HOUR_MS / 4;

/** Shards that are looked at at once. */
const IN_FLIGHT = 8;

/** What is counted of a shard in an hour. */
interface Applied {
  readonly shard: string;
  readonly applied: string;
}

/** What looking at arrivals needs. */
export interface ArrivalOptions {
  readonly reader: Pick<StreamReader, 'shards' | 'backlog'>;
  /** The books of analyze of the records that arrived in an hour. */
  readonly readBooks: (hour: Date) => Promise<readonly Applied[]>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Makes the function that says up to which arrival everything is applied, in milliseconds since the epoch: the lowest over
 * the shards of the arrival of their first record that is not in the books of analyze, or now (less two seconds) where
 * there is none. What is so old that the mapping has given it up holds nothing back.
 *
 * The books lie by hour of arrival, so the first record behind a known position says in which hour the next one is to be
 * found. Positions are remembered: in a warm environment a shard takes one look or two.
 */
export function arrivalTracker({ reader, readBooks, clock }: ArrivalOptions): () => Promise<number> {
  const positions = new Map<string, string>();

  async function look(shard: string, now: number, booksOf: (hour: number) => Promise<readonly Applied[]>) {
    const earliest = now - MAX_RECORD_AGE_HOURS * HOUR_MS - LAST_TRY_MS;
    for (;;) {
      const position = positions.get(shard);
      const { oldestArrivedAt } = await reader.backlog(shard, position, new Date(earliest), 1);
      if (oldestArrivedAt === undefined) return now - VISIBLE_AFTER_MS;
      const applied = lastApplied(await booksOf(Math.floor(oldestArrivedAt / HOUR_MS)), shard);
      if (!isHigher(applied, position)) return Math.max(oldestArrivedAt, earliest);
      positions.set(shard, applied);
    }
  }

  return async () => {
    const now = clock.now();
    const books = new Map<number, Promise<readonly Applied[]>>();
    const booksOf = (hour: number): Promise<readonly Applied[]> => {
      const known = books.get(hour) ?? readBooks(new Date(hour * HOUR_MS));
      books.set(hour, known);
      return known;
    };
    const shards = await reader.shards();
    const hour = Math.floor(now / HOUR_MS);
    const recent = (await Promise.all([booksOf(hour), booksOf(hour - 1)])).flat();
    for (const shard of shards) {
      const applied = lastApplied(recent, shard);
      if (isHigher(applied, positions.get(shard))) positions.set(shard, applied);
    }
    let arrived = now - VISIBLE_AFTER_MS;
    await inPool(shards, IN_FLIGHT, async (shard) => {
      arrived = Math.min(arrived, await look(shard, now, booksOf));
    });
    return arrived;
  };
}

function isHigher(one: string | undefined, other: string | undefined): one is string {
  return one !== undefined && (other === undefined || BigInt(one) > BigInt(other));
}
