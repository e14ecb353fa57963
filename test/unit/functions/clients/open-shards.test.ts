import { CreateStreamCommand, DescribeStreamSummaryCommand, SplitShardCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from 'vitest';
import { openShards } from '../../../../functions/clients/open-shards.ts';
import { clientFor } from '../../../support/kinesis/client.ts';
import { serveEngine } from '../../../support/kinesis/served.ts';

const StreamName = 'events';

test('those that take records: the children of a split, not their parent', async () => {
  const { port } = await serveEngine((error) => {
    throw error;
  });
  const client = clientFor(port);
  const active = async () =>
    (await client.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary?.StreamStatus;
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await expect.poll(active).toBe('ACTIVE');
  const split = { StreamName, ShardToSplit: 'shardId-000000000000', NewStartingHashKey: String(2n ** 127n) };
  await client.send(new SplitShardCommand(split));
  await expect.poll(active).toBe('ACTIVE');
  expect(await openShards(client, StreamName)).toEqual(['shardId-000000000001', 'shardId-000000000002']);
});
