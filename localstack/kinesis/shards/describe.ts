import { endingSequenceNumber, startingSequenceNumber } from './sequence-number.ts';
import type { Shard } from './shard.ts';

/** How `DescribeStream` and `ListShards` show it. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_Shard.html */
export function describeShard(shard: Shard): Record<string, unknown> {
  return {
    ShardId: shard.id,
    ...(shard.parent === undefined ? {} : { ParentShardId: shard.parent }),
    ...(shard.adjacentParent === undefined ? {} : { AdjacentParentShardId: shard.adjacentParent }),
    HashKeyRange: { StartingHashKey: shard.startHash, EndingHashKey: shard.endHash },
    SequenceNumberRange: {
      StartingSequenceNumber: startingSequenceNumber(shard),
      ...(shard.closedAt === undefined ? {} : { EndingSequenceNumber: endingSequenceNumber(shard, shard.closedAt) }),
    },
  };
}

/** How `GetRecords` names the shards that continue a closed one. */
export function describeChild(shard: Shard): Record<string, unknown> {
  return {
    ShardId: shard.id,
    ParentShards: [shard.parent, shard.adjacentParent].filter((id) => id !== undefined),
    HashKeyRange: { StartingHashKey: shard.startHash, EndingHashKey: shard.endHash },
  };
}
