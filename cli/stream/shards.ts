import { type KinesisClient, ListShardsCommand } from '@aws-sdk/client-kinesis';

/** A shard of a stream that still holds records, open or closed. */
export interface StreamShard {
  readonly id: string;
  /** The shards that it came from, by a split or a merge. */
  readonly parents: readonly string[];
  /** Hash keys that are its own, both ends included. */
  readonly hashKeys: { readonly first: bigint; readonly last: bigint };
}

/**
 * All shards of a stream that still hold records.
 *
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListShards.html
 */
export async function streamShards(client: Pick<KinesisClient, 'send'>, stream: string): Promise<StreamShard[]> {
  const shards: StreamShard[] = [];
  let next: string | undefined;
  do {
    const page = await client.send(new ListShardsCommand(next ? { NextToken: next } : { StreamName: stream }));
    for (const { ShardId = '', ParentShardId, AdjacentParentShardId, HashKeyRange } of page.Shards ?? []) {
      shards.push({
        id: ShardId,
        parents: [ParentShardId, AdjacentParentShardId].filter((id) => id !== undefined),
        hashKeys: {
          first: BigInt(HashKeyRange?.StartingHashKey ?? 0),
          last: BigInt(HashKeyRange?.EndingHashKey ?? 0),
        },
      });
    }
    next = page.NextToken;
  } while (next);
  return shards;
}
