import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis';
import type { Order } from './orders.ts';

/** All that a stream holds, shard by shard. */
export async function ordersIn(client: KinesisClient, StreamName: string): Promise<Order[]> {
  const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName }));
  const found: Order[] = [];
  for (const { ShardId } of Shards) {
    const start = { StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
    let { ShardIterator } = await client.send(new GetShardIteratorCommand(start));
    for (let behind = 1; ShardIterator && behind > 0; ) {
      const {
        Records = [],
        NextShardIterator,
        MillisBehindLatest = 0,
      } = await client.send(new GetRecordsCommand({ ShardIterator, Limit: 10_000 }));
      found.push(...Records.map(({ Data }) => JSON.parse(Buffer.from(Data ?? []).toString()) as Order));
      ShardIterator = NextShardIterator;
      behind = MillisBehindLatest;
    }
  }
  return found;
}
