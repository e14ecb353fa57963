import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { streamReader } from '../../functions/clients/stream-reader.ts';
import { lastApplied } from '../../functions/clients/tally.ts';

/** How a shard stands. */
export interface ShardStatus {
  readonly shard: string;
  /** Age of the oldest record that the consumer has not finished, in milliseconds; 0 where there is none. */
  readonly iteratorAgeMs: number;
  /** Records that it has not finished; at most 10,000 are counted. */
  readonly waiting: number;
}

const MOST_WAITING = 10_000;

/** Looks in each shard behind the last record that was counted: is there another one, and how old is it? */
export async function shardStatuses(
  client: KinesisClient,
  stream: string,
  positions: readonly { readonly shard: string; readonly applied: string }[],
  since: Date,
): Promise<ShardStatus[]> {
  const reader = streamReader(client, stream);
  const shards = await reader.shards();
  return Promise.all(
    shards.map(async (shard) => {
      const { records, oldestArrivedAt } = await reader.backlog(
        shard,
        lastApplied(positions, shard),
        since,
        MOST_WAITING,
      );
      const age = oldestArrivedAt === undefined ? 0 : Math.max(0, Date.now() - oldestArrivedAt);
      return { shard, iteratorAgeMs: age, waiting: records };
    }),
  );
}
