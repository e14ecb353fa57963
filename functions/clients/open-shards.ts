import { type KinesisClient, ListShardsCommand } from '@aws-sdk/client-kinesis';

/**
 * Ids of the shards of a stream that take records now; one that was split or merged does no more.
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ShardFilter.html
 */
export async function openShards(client: Pick<KinesisClient, 'send'>, stream: string): Promise<string[]> {
  const ids: string[] = [];
  let next: string | undefined;
  do {
    const asked =
      next === undefined ? { StreamName: stream, ShardFilter: { Type: 'AT_LATEST' as const } } : { NextToken: next };
    const page = await client.send(new ListShardsCommand(asked));
    ids.push(...(page.Shards ?? []).flatMap(({ ShardId }) => ShardId ?? []));
    next = page.NextToken;
  } while (next !== undefined);
  return ids;
}
