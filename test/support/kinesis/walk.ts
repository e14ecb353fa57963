import * as sdk from '@aws-sdk/client-kinesis';
import { expect } from 'vitest';

/** What a walk has found out on its way, for later steps. */
interface Findings {
  iterator?: string | undefined;
  consumerArn?: string | undefined;
}

type Step = [name: string, run: (client: sdk.KinesisClient, findings: Findings) => Promise<unknown>];

const StreamName = 'walked';
const StreamARN = `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`;
const stream = { StreamName };
const first = 'shardId-000000000000';
const encryption = { ...stream, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } as const;
const record = { Data: Buffer.from('data'), PartitionKey: 'key' };

async function active(client: sdk.KinesisClient): Promise<void> {
  const status = async () =>
    (await client.send(new sdk.DescribeStreamSummaryCommand(stream))).StreamDescriptionSummary?.StreamStatus;
  await expect.poll(status, { timeout: 10_000 }).toBe('ACTIVE');
}

/** A step that changes the stream, and waits until it takes the next change. */
function change(name: string, run: (client: sdk.KinesisClient) => Promise<unknown>): Step {
  return [
    name,
    async (client) => {
      await run(client);
      await active(client);
    },
  ];
}

function unsupported(name: string, run: (client: sdk.KinesisClient) => Promise<unknown>): Step {
  return [
    name,
    (client) => expect(run(client)).rejects.toThrow(/is not supported locally|MinimumThroughputBillingCommitment/),
  ];
}

/** Every operation that the SDK has, in an order in which they make sense. */
export const steps: readonly Step[] = [
  change('CreateStream', (client) => client.send(new sdk.CreateStreamCommand({ ...stream, ShardCount: 2 }))),
  [
    'ListStreams',
    async (client) => {
      expect((await client.send(new sdk.ListStreamsCommand({}))).StreamNames).toContain(StreamName);
    },
  ],
  [
    'DescribeStream',
    async (client) => {
      const { StreamDescription } = await client.send(new sdk.DescribeStreamCommand({ StreamARN }));
      expect(StreamDescription).toMatchObject({ StreamName, StreamStatus: 'ACTIVE', Shards: [{}, {}] });
    },
  ],
  [
    'DescribeStreamSummary',
    async (client) => {
      const { StreamDescriptionSummary } = await client.send(new sdk.DescribeStreamSummaryCommand(stream));
      expect(StreamDescriptionSummary).toMatchObject({ StreamARN, OpenShardCount: 2 });
    },
  ],
  [
    'DescribeLimits',
    async (client) => {
      expect((await client.send(new sdk.DescribeLimitsCommand({}))).OpenShardCount).toBeGreaterThan(1);
    },
  ],
  [
    'DescribeAccountSettings',
    async (client) => {
      const answer = await client.send(new sdk.DescribeAccountSettingsCommand({}));
      expect(answer.MinimumThroughputBillingCommitment?.Status).toBe('DISABLED');
    },
  ],
  unsupported('UpdateAccountSettings', (client) =>
    client.send(new sdk.UpdateAccountSettingsCommand({ MinimumThroughputBillingCommitment: { Status: 'ENABLED' } })),
  ),
  [
    'PutRecord',
    async (client) => {
      const { ShardId, SequenceNumber } = await client.send(
        new sdk.PutRecordCommand({ ...stream, ...record, ExplicitHashKey: '0' }),
      );
      expect([ShardId, SequenceNumber?.length]).toEqual([first, 56]);
    },
  ],
  [
    'PutRecords',
    async (client) => {
      const Records = [
        { ...record, ExplicitHashKey: '1' },
        { ...record, ExplicitHashKey: '2' },
      ];
      expect((await client.send(new sdk.PutRecordsCommand({ StreamARN, Records }))).FailedRecordCount).toBe(0);
    },
  ],
  [
    'GetShardIterator',
    async (client, findings) => {
      const position = { ...stream, ShardId: first, ShardIteratorType: 'TRIM_HORIZON' } as const;
      findings.iterator = (await client.send(new sdk.GetShardIteratorCommand(position))).ShardIterator;
    },
  ],
  [
    'GetRecords',
    async (client, { iterator }) => {
      const { Records, MillisBehindLatest } = await client.send(new sdk.GetRecordsCommand({ ShardIterator: iterator }));
      expect(Records?.map(({ Data }) => Buffer.from(Data ?? []).toString())).toEqual(['data', 'data', 'data']);
      expect(MillisBehindLatest).toBe(0);
      expect(Records?.[0]?.ApproximateArrivalTimestamp).toBeInstanceOf(Date);
    },
  ],
  change('AddTagsToStream', (client) => client.send(new sdk.AddTagsToStreamCommand({ ...stream, Tags: { a: '1' } }))),
  ['TagResource', (client) => client.send(new sdk.TagResourceCommand({ ResourceARN: StreamARN, Tags: { b: '2' } }))],
  [
    'ListTagsForStream',
    async (client) => {
      expect((await client.send(new sdk.ListTagsForStreamCommand(stream))).Tags).toHaveLength(2);
    },
  ],
  ['RemoveTagsFromStream', (client) => client.send(new sdk.RemoveTagsFromStreamCommand({ ...stream, TagKeys: ['a'] }))],
  ['UntagResource', (client) => client.send(new sdk.UntagResourceCommand({ ResourceARN: StreamARN, TagKeys: ['b'] }))],
  [
    'ListTagsForResource',
    async (client) => {
      expect((await client.send(new sdk.ListTagsForResourceCommand({ ResourceARN: StreamARN }))).Tags).toEqual([]);
    },
  ],
  [
    'PutResourcePolicy',
    (client) => client.send(new sdk.PutResourcePolicyCommand({ ResourceARN: StreamARN, Policy: '{"Statement":[]}' })),
  ],
  [
    'GetResourcePolicy',
    async (client) => {
      const { Policy } = await client.send(new sdk.GetResourcePolicyCommand({ ResourceARN: StreamARN }));
      expect(Policy).toBe('{"Statement":[]}');
    },
  ],
  ['DeleteResourcePolicy', (client) => client.send(new sdk.DeleteResourcePolicyCommand({ ResourceARN: StreamARN }))],
  change('IncreaseStreamRetentionPeriod', (client) =>
    client.send(new sdk.IncreaseStreamRetentionPeriodCommand({ ...stream, RetentionPeriodHours: 48 })),
  ),
  change('DecreaseStreamRetentionPeriod', (client) =>
    client.send(new sdk.DecreaseStreamRetentionPeriodCommand({ ...stream, RetentionPeriodHours: 24 })),
  ),
  change('StartStreamEncryption', (client) => client.send(new sdk.StartStreamEncryptionCommand(encryption))),
  change('StopStreamEncryption', (client) => client.send(new sdk.StopStreamEncryptionCommand(encryption))),
  change('EnableEnhancedMonitoring', (client) =>
    client.send(new sdk.EnableEnhancedMonitoringCommand({ ...stream, ShardLevelMetrics: ['ALL'] })),
  ),
  change('DisableEnhancedMonitoring', (client) =>
    client.send(new sdk.DisableEnhancedMonitoringCommand({ ...stream, ShardLevelMetrics: ['ALL'] })),
  ),
  change('UpdateMaxRecordSize', (client) =>
    client.send(new sdk.UpdateMaxRecordSizeCommand({ StreamARN, MaxRecordSizeInKiB: 2048 })),
  ),
  [
    'RegisterStreamConsumer',
    async (client, findings) => {
      const { Consumer } = await client.send(new sdk.RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'c' }));
      findings.consumerArn = Consumer?.ConsumerARN;
    },
  ],
  [
    'DescribeStreamConsumer',
    async (client, { consumerArn }) => {
      const status = async () =>
        (await client.send(new sdk.DescribeStreamConsumerCommand({ ConsumerARN: consumerArn }))).ConsumerDescription
          ?.ConsumerStatus;
      await expect.poll(status).toBe('ACTIVE');
    },
  ],
  [
    'ListStreamConsumers',
    async (client) => {
      expect((await client.send(new sdk.ListStreamConsumersCommand({ StreamARN }))).Consumers).toHaveLength(1);
    },
  ],
  ['SubscribeToShard', async () => undefined],
  [
    'DeregisterStreamConsumer',
    (client, { consumerArn }) => client.send(new sdk.DeregisterStreamConsumerCommand({ ConsumerARN: consumerArn })),
  ],
  change('SplitShard', (client) =>
    client.send(new sdk.SplitShardCommand({ ...stream, ShardToSplit: first, NewStartingHashKey: '1000' })),
  ),
  change('MergeShards', (client) =>
    client.send(
      new sdk.MergeShardsCommand({
        ...stream,
        ShardToMerge: 'shardId-000000000002',
        AdjacentShardToMerge: 'shardId-000000000003',
      }),
    ),
  ),
  change('UpdateShardCount', (client) =>
    client.send(new sdk.UpdateShardCountCommand({ ...stream, TargetShardCount: 4, ScalingType: 'UNIFORM_SCALING' })),
  ),
  [
    'ListShards',
    async (client) => {
      const { Shards = [] } = await client.send(new sdk.ListShardsCommand(stream));
      expect(Shards.filter((shard) => shard.SequenceNumberRange?.EndingSequenceNumber === undefined)).toHaveLength(4);
    },
  ],
  change('UpdateStreamMode', (client) =>
    client.send(new sdk.UpdateStreamModeCommand({ StreamARN, StreamModeDetails: { StreamMode: 'ON_DEMAND' } })),
  ),
  unsupported('UpdateStreamWarmThroughput', (client) =>
    client.send(new sdk.UpdateStreamWarmThroughputCommand({ StreamARN, WarmThroughputMiBps: 5 })),
  ),
  unsupported('UpdateStreamRecordDistributionStrategy', (client) =>
    client.send(
      new sdk.UpdateStreamRecordDistributionStrategyCommand({ StreamARN, RecordDistributionStrategy: 'AUTO' }),
    ),
  ),
  unsupported('CreateChannel', (client) =>
    client.send(
      new sdk.CreateChannelCommand({ ChannelName: 'c', StreamConfigurationList: [], ServiceExecutionRoleARN: 'arn' }),
    ),
  ),
  unsupported('DescribeChannel', (client) => client.send(new sdk.DescribeChannelCommand({ ChannelARN: 'arn' }))),
  unsupported('ListChannels', (client) => client.send(new sdk.ListChannelsCommand({}))),
  unsupported('UpdateChannel', (client) => client.send(new sdk.UpdateChannelCommand({ ChannelARN: 'arn' }))),
  unsupported('DeleteChannel', (client) => client.send(new sdk.DeleteChannelCommand({ ChannelARN: 'arn' }))),
  [
    'DeleteStream',
    async (client) => {
      await client.send(new sdk.DeleteStreamCommand({ ...stream, EnforceConsumerDeletion: true }));
      const names = async () => (await client.send(new sdk.ListStreamsCommand({}))).StreamNames;
      await expect.poll(names).not.toContain(StreamName);
    },
  ],
];

/** Calls every operation, one after the other. */
export async function walk(client: sdk.KinesisClient): Promise<void> {
  const findings: Findings = {};
  for (const [name, run] of steps) {
    await run(client, findings).catch((error: unknown) => {
      throw new Error(`${name}: ${String(error)}`, { cause: error });
    });
  }
}
