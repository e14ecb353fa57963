import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { StreamStore } from '../../../../localstack/kinesis/streams/store.ts';
import { type TestEngine, testEngine, textOf } from '../../../support/kinesis/engine.ts';
import { temporaryFolder } from '../../../support/kinesis/folders.ts';

const arn = 'arn:aws:kinesis:us-east-1:000000000000:stream/s';

async function withStream(shards = 1): Promise<TestEngine> {
  const engine = await testEngine();
  await engine.stream('s', shards);
  return engine;
}

async function summary(engine: TestEngine): Promise<Record<string, unknown>> {
  return (await engine.call('DescribeStreamSummary', { StreamName: 's' })).StreamDescriptionSummary as never;
}

async function openShards(engine: TestEngine): Promise<string[]> {
  const { Shards } = await engine.call('ListShards', { StreamName: 's', ShardFilter: { Type: 'AT_LATEST' } });
  return Shards.map(({ ShardId }) => ShardId);
}

describe('a stream', () => {
  test('is CREATING, then ACTIVE, UPDATING during a change, DELETING, then gone', async () => {
    const engine = await testEngine();
    const status = async () => (await summary(engine)).StreamStatus;
    await engine.call('CreateStream', { StreamName: 's', ShardCount: 1 });
    expect(await status()).toBe('CREATING');
    const record = { StreamName: 's', PartitionKey: 'a', Data: Buffer.from('1') };
    expect(await engine.failure('PutRecord', record)).toContain('Stream s under account 000000000000 not found.');
    engine.pass(30);
    expect(await status()).toBe('ACTIVE');
    await engine.call('IncreaseStreamRetentionPeriod', { StreamName: 's', RetentionPeriodHours: 48 });
    expect(await status()).toBe('UPDATING');
    await engine.call('PutRecord', record);
    expect(await engine.failure('DeleteStream', { StreamName: 's' })).toBe(
      'ResourceInUseException: Stream s under account 000000000000 not ACTIVE, instead in state UPDATING',
    );
    engine.pass(30);
    await engine.call('DeleteStream', { StreamName: 's' });
    expect(await status()).toBe('DELETING');
    await expect.poll(async () => (await engine.call('ListStreams')).StreamNames).toEqual([]);
  });

  test('is kept with all that was said of it', async () => {
    const engine = await withStream(2);
    const steps: Array<[string, object]> = [
      ['AddTagsToStream', { StreamName: 's', Tags: { a: '1', b: '2' } }],
      ['IncreaseStreamRetentionPeriod', { StreamName: 's', RetentionPeriodHours: 168 }],
      ['StartStreamEncryption', { StreamName: 's', EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' }],
      ['EnableEnhancedMonitoring', { StreamName: 's', ShardLevelMetrics: ['ALL'] }],
      ['RegisterStreamConsumer', { StreamARN: arn, ConsumerName: 'c', Tags: { t: 'u' } }],
      ['PutResourcePolicy', { ResourceARN: arn, Policy: '{"Version":"2012-10-17"}' }],
      ['UpdateMaxRecordSize', { StreamARN: arn, MaxRecordSizeInKiB: 2048 }],
      ['UpdateShardCount', { StreamName: 's', TargetShardCount: 4, ScalingType: 'UNIFORM_SCALING' }],
      ['UpdateStreamMode', { StreamARN: arn, StreamModeDetails: { StreamMode: 'ON_DEMAND' } }],
    ];
    for (const [operation, input] of steps) {
      await engine.call(operation, input);
      engine.pass(30);
    }
    const all = async () => [
      await summary(engine),
      await engine.call('DescribeStream', { StreamName: 's' }),
      await engine.call('ListTagsForStream', { StreamName: 's' }),
      await engine.call('ListStreamConsumers', { StreamARN: arn }),
      await engine.call('GetResourcePolicy', { ResourceARN: arn }),
    ];
    const before = await all();
    await engine.restart();
    expect(await all()).toEqual(before);
    expect(before[0]).toMatchObject({
      StreamARN: arn,
      RetentionPeriodHours: 168,
      EncryptionType: 'KMS',
      KeyId: 'alias/aws/kinesis',
      OpenShardCount: 4,
      ConsumerCount: 1,
      MaxRecordSizeInKiB: 2048,
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
    });
  });

  test('is another one in another account, and in another region', async () => {
    const engine = await withStream();
    const elsewhere = [{ account: '111111111111' }, { region: 'eu-west-1' }];
    for (const place of elsewhere) {
      expect((await engine.call('ListStreams', {}, place)).StreamNames).toEqual([]);
      await engine.call('CreateStream', { StreamName: 's', ShardCount: 1 }, place);
    }
    const { StreamDescription } = await engine.call('DescribeStream', { StreamName: 's' }, elsewhere[0]);
    expect(StreamDescription).toMatchObject({ StreamARN: 'arn:aws:kinesis:us-east-1:111111111111:stream/s' });
  });

  test('is listed by pages', async () => {
    const engine = await testEngine();
    for (const name of ['c', 'a', 'b']) await engine.stream(name);
    const first = await engine.call('ListStreams', { Limit: 2 });
    expect([first.StreamNames, first.HasMoreStreams]).toEqual([['a', 'b'], true]);
    const rest = await engine.call('ListStreams', { NextToken: first.NextToken });
    expect([rest.StreamNames, rest.HasMoreStreams]).toEqual([['c'], false]);
    expect((await engine.call('ListStreams', { ExclusiveStartStreamName: 'b' })).StreamNames).toEqual(['c']);
    expect(await engine.failure('ListStreams', { NextToken: 'x' })).toBe(
      'InvalidArgumentException: Invalid NextToken.',
    );
  });

  test.each([
    [{ ShardCount: 1 }, 'ResourceInUseException: Stream s under account 000000000000 already exists.'],
    [{ StreamName: 't' }, 'ValidationException: ShardCount must be given for a stream in PROVISIONED mode.'],
    [
      { StreamName: 't', ShardCount: 500 },
      'LimitExceededException: This request would exceed the shard limit for the account 000000000000 in us-east-1. Current shard count for the account: 1. Limit: 500. Number of additional shards that would have resulted from this request: 500. Refer to the AWS Service Limits page (https://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request higher limits.',
    ],
  ])('is not made (%#)', async (input, message) => {
    const engine = await withStream();
    expect(await engine.failure('CreateStream', { StreamName: 's', ...input })).toBe(message);
  });

  test('counts towards the limits of its account', async () => {
    const engine = await withStream(3);
    await engine.call('CreateStream', { StreamName: 'o', StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
    expect(await engine.call('DescribeLimits')).toEqual({
      ShardLimit: 500,
      OpenShardCount: 3,
      OnDemandStreamCount: 1,
      OnDemandStreamCountLimit: 50,
    });
  });

  test.each([
    [
      'IncreaseStreamRetentionPeriod',
      23,
      'Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too short.',
    ],
    [
      'IncreaseStreamRetentionPeriod',
      8761,
      'Maximum allowed retention period is 8760 hours. Requested retention period (8761 hours) is too long.',
    ],
    [
      'IncreaseStreamRetentionPeriod',
      30,
      'Requested retention period (30 hours) for stream s can not be shorter than existing retention period (48 hours). Use DecreaseRetentionPeriod API.',
    ],
    [
      'DecreaseStreamRetentionPeriod',
      49,
      'Requested retention period (49 hours) for stream s can not be longer than existing retention period (48 hours). Use IncreaseRetentionPeriod API.',
    ],
  ])('%s refuses %i h', async (operation, hours, message) => {
    const engine = await withStream();
    await engine.call('IncreaseStreamRetentionPeriod', { StreamName: 's', RetentionPeriodHours: 48 });
    engine.pass(30);
    expect(await engine.failure(operation, { StreamName: 's', RetentionPeriodHours: hours })).toBe(
      `InvalidArgumentException: ${message}`,
    );
  });

  test('marks the records that were put while it was encrypted', async () => {
    const engine = await withStream();
    const put = (text: string) =>
      engine.call('PutRecord', { StreamName: 's', PartitionKey: 'a', Data: Buffer.from(text) });
    const encryption = { StreamName: 's', EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' };
    expect((await put('1')).EncryptionType).toBeUndefined();
    await engine.call('StartStreamEncryption', encryption);
    engine.pass(30);
    expect((await put('2')).EncryptionType).toBe('KMS');
    await engine.call('StopStreamEncryption', encryption);
    engine.pass(30);
    await put('3');
    const records = await engine.readAll('shardId-000000000000');
    expect(records.map((record) => [textOf(record), record.EncryptionType])).toEqual([
      ['1', undefined],
      ['2', 'KMS'],
      ['3', undefined],
    ]);
    expect(await summary(engine)).toMatchObject({ EncryptionType: 'NONE' });
  });

  test('changes its mode twice a day', async () => {
    const engine = await withStream();
    const change = (StreamMode: string) => ({ StreamARN: arn, StreamModeDetails: { StreamMode } });
    for (const mode of ['ON_DEMAND', 'PROVISIONED']) {
      await engine.call('UpdateStreamMode', change(mode));
      engine.pass(30);
    }
    expect(await engine.failure('UpdateStreamMode', change('ON_DEMAND'))).toMatch(/^LimitExceededException: /);
    engine.pass(24 * 3_600_000);
    await engine.call('UpdateStreamMode', change('ON_DEMAND'));
    engine.pass(30);
    expect(await engine.failure('SplitShard', { StreamName: 's', ShardToSplit: 'a', NewStartingHashKey: '1' })).toBe(
      'ValidationException: Request is invalid. Stream s under account 000000000000 is in On-Demand mode.',
    );
  });
});

describe('tags', () => {
  test('are added, listed by pages and removed, by name and by ARN', async () => {
    const engine = await withStream();
    await engine.call('AddTagsToStream', { StreamName: 's', Tags: { b: '2', a: '1' } });
    await engine.call('TagResource', { ResourceARN: arn, Tags: { c: '3', a: '0' } });
    const page = await engine.call('ListTagsForStream', { StreamName: 's', Limit: 2 });
    expect(page).toEqual({
      Tags: [
        { Key: 'a', Value: '0' },
        { Key: 'b', Value: '2' },
      ],
      HasMoreTags: true,
    });
    const rest = await engine.call('ListTagsForStream', { StreamARN: arn, ExclusiveStartTagKey: 'b' });
    expect(rest).toEqual({ Tags: [{ Key: 'c', Value: '3' }], HasMoreTags: false });
    await engine.call('RemoveTagsFromStream', { StreamName: 's', TagKeys: ['a', 'none'] });
    await engine.call('UntagResource', { ResourceARN: arn, TagKeys: ['b'] });
    expect((await engine.call('ListTagsForResource', { ResourceARN: arn })).Tags).toEqual([{ Key: 'c', Value: '3' }]);
  });

  test.each([
    [Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v'])), 'cannot have more than 50 tags'],
    [{ 'a*': '1' }, 'Some tags contain invalid characters'],
    [{ 'aws:x': '1' }, 'received "aws:x"'],
  ])('are refused (%#)', async (Tags, message) => {
    const engine = await withStream();
    expect(await engine.failure('AddTagsToStream', { StreamName: 's', Tags })).toContain(message);
  });
});

describe('resharding', () => {
  const middle = String(2n ** 127n);

  test('SplitShard and MergeShards keep the lineage, and refuse what AWS refuses', async () => {
    const engine = await withStream();
    const split = { StreamName: 's', ShardToSplit: 'shardId-000000000000', NewStartingHashKey: middle };
    await engine.call('SplitShard', split);
    engine.pass(30);
    expect(await openShards(engine)).toEqual(['shardId-000000000001', 'shardId-000000000002']);
    expect(await engine.failure('SplitShard', split)).toContain('has already been merged or split');
    expect(await engine.failure('SplitShard', { ...split, ShardToSplit: 'shardId-000000000009' })).toBe(
      'ResourceNotFoundException: Could not find shard shardId-000000000009 in stream s under account 000000000000.',
    );
    expect(
      await engine.failure('SplitShard', { ...split, ShardToSplit: 'shardId-000000000001', NewStartingHashKey: '1' }),
    ).toContain('is not both greater than one plus the shard');
    const merge = {
      StreamName: 's',
      ShardToMerge: 'shardId-000000000001',
      AdjacentShardToMerge: 'shardId-000000000002',
    };
    await engine.call('MergeShards', merge);
    engine.pass(30);
    const { Shards } = await engine.call('ListShards', { StreamName: 's' });
    expect(Shards.at(-1)).toMatchObject({
      ShardId: 'shardId-000000000003',
      ParentShardId: 'shardId-000000000001',
      AdjacentParentShardId: 'shardId-000000000002',
    });
  });

  test('shards that are no neighbours are not merged', async () => {
    const engine = await withStream(3);
    const merge = {
      StreamName: 's',
      ShardToMerge: 'shardId-000000000000',
      AdjacentShardToMerge: 'shardId-000000000002',
    };
    expect(await engine.failure('MergeShards', merge)).toContain(
      'are not an adjacent pair of shards eligible for merging',
    );
  });

  test.each([
    [2, 5, 'cannot scale up over double your current open shard count'],
    [5, 2, 'cannot scale down below half your current open shard count'],
  ])('UpdateShardCount does not go from %i to %i', async (from, to, reason) => {
    const engine = await withStream(from);
    const input = { StreamName: 's', TargetShardCount: to, ScalingType: 'UNIFORM_SCALING' };
    expect(await engine.failure('UpdateShardCount', input)).toBe(
      `LimitExceededException: UpdateShardCount ${reason}. Current open shard count: ${from} Target shard count: ${to}`,
    );
  });

  test('UpdateShardCount is allowed ten times a day', async () => {
    const engine = await withStream(1);
    for (let time = 0; time < 10; time += 1) {
      const TargetShardCount = time % 2 === 0 ? 2 : 1;
      await engine.call('UpdateShardCount', { StreamName: 's', TargetShardCount, ScalingType: 'UNIFORM_SCALING' });
      engine.pass(30);
    }
    const again = { StreamName: 's', TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' };
    expect(await engine.failure('UpdateShardCount', again)).toContain('more than 10 times per rolling 24-hour period');
  });

  test('a closed shard is read to its end, names its children, and expires', async () => {
    const engine = await withStream();
    await engine.call('PutRecord', { StreamName: 's', PartitionKey: 'a', Data: Buffer.from('1') });
    await engine.call('SplitShard', {
      ...{ StreamName: 's', ShardToSplit: 'shardId-000000000000', NewStartingHashKey: middle },
    });
    await engine.call('PutRecord', { StreamName: 's', PartitionKey: 'a', Data: Buffer.from('2') });
    const { ShardIterator } = await engine.call('GetShardIterator', {
      ...{ StreamName: 's', ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' },
    });
    const last = await engine.call('GetRecords', { ShardIterator });
    expect(last.Records.map(textOf)).toEqual(['1']);
    expect(last).toMatchObject({
      NextShardIterator: null,
      MillisBehindLatest: 0,
      ChildShards: [
        {
          ShardId: 'shardId-000000000001',
          ParentShards: ['shardId-000000000000'],
          HashKeyRange: { StartingHashKey: '0', EndingHashKey: String(2n ** 127n - 1n) },
        },
        { ShardId: 'shardId-000000000002', ParentShards: ['shardId-000000000000'] },
      ],
    });
    expect((await engine.readAll('shardId-000000000001')).map(textOf)).toEqual(['2']);
    engine.pass(24 * 3_600_000 + 1);
    await engine.trim();
    const { Shards } = await engine.call('ListShards', { StreamName: 's' });
    expect(Shards.map(({ ShardId }) => ShardId)).toEqual(['shardId-000000000001', 'shardId-000000000002']);
    const gone = { StreamName: 's', ShardId: 'shardId-000000000000', ShardIteratorType: 'LATEST' };
    expect(await engine.failure('GetShardIterator', gone)).toContain('does not exist');
    await engine.restart();
    expect(await openShards(engine)).toHaveLength(2);
  });
});

describe('ListShards', () => {
  test('filters by time, by id and by state', async () => {
    const engine = await withStream();
    engine.pass(1000);
    const before = new Date(engine.now());
    engine.pass(1000);
    const input = { StreamName: 's', TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' };
    await engine.call('UpdateShardCount', input);
    engine.pass(1000);
    const after = new Date(engine.now());
    const ids = async (ShardFilter: object) => {
      const { Shards } = await engine.call('ListShards', { StreamName: 's', ShardFilter });
      return Shards.map(({ ShardId }) => Number(ShardId.slice(-1)));
    };
    expect(await ids({ Type: 'FROM_TRIM_HORIZON' })).toEqual([0, 1, 2]);
    expect(await ids({ Type: 'AT_TRIM_HORIZON' })).toEqual([0]);
    expect(await ids({ Type: 'AT_LATEST' })).toEqual([1, 2]);
    expect(await ids({ Type: 'AT_TIMESTAMP', Timestamp: before })).toEqual([0]);
    expect(await ids({ Type: 'AT_TIMESTAMP', Timestamp: after })).toEqual([1, 2]);
    expect(await ids({ Type: 'FROM_TIMESTAMP', Timestamp: before })).toEqual([0, 1, 2]);
    expect(await ids({ Type: 'FROM_TIMESTAMP', Timestamp: after })).toEqual([1, 2]);
    expect(await ids({ Type: 'AFTER_SHARD_ID', ShardId: 'shardId-000000000001' })).toEqual([2]);
    expect(await engine.failure('ListShards', { StreamName: 's', ShardFilter: { Type: 'AT_TIMESTAMP' } })).toBe(
      'InvalidArgumentException: Timestamp must be given in a ShardFilter of type AT_TIMESTAMP.',
    );
  });

  test('goes on with tokens, which last five minutes', async () => {
    const engine = await withStream(5);
    const first = await engine.call('ListShards', { StreamName: 's', MaxResults: 3 });
    const NextToken = first.NextToken;
    const rest = await engine.call('ListShards', { NextToken });
    expect([...first.Shards, ...rest.Shards].map(({ ShardId }) => Number(ShardId.slice(-1)))).toEqual([0, 1, 2, 3, 4]);
    expect(rest.NextToken).toBeUndefined();
    expect(await engine.failure('ListShards', { StreamName: 's', NextToken })).toBe(
      'InvalidArgumentException: NextToken and StreamName cannot be provided together.',
    );
    engine.pass(300_001);
    expect(await engine.failure('ListShards', { NextToken })).toMatch(/^ExpiredNextTokenException: /);
  });
});

describe('consumers', () => {
  test('are registered, described by ARN and by name, listed and deregistered', async () => {
    const engine = await withStream();
    const { Consumer } = await engine.call('RegisterStreamConsumer', { StreamARN: arn, ConsumerName: 'c' });
    expect(Consumer).toMatchObject({ ConsumerName: 'c', ConsumerStatus: 'CREATING' });
    const { ConsumerARN } = Consumer as { ConsumerARN: string };
    expect(ConsumerARN).toBe(`${arn}/consumer/c:${Math.floor(engine.now() / 1000)}`);
    engine.pass(30);
    for (const input of [{ ConsumerARN }, { StreamARN: arn, ConsumerName: 'c' }]) {
      const { ConsumerDescription } = await engine.call('DescribeStreamConsumer', input);
      expect(ConsumerDescription).toMatchObject({ ConsumerStatus: 'ACTIVE', StreamARN: arn, ConsumerARN });
    }
    await engine.call('TagResource', { ResourceARN: ConsumerARN, Tags: { a: '1' } });
    expect((await engine.call('ListTagsForResource', { ResourceARN: ConsumerARN })).Tags).toEqual([
      { Key: 'a', Value: '1' },
    ]);
    expect(await engine.failure('RegisterStreamConsumer', { StreamARN: arn, ConsumerName: 'c' })).toMatch(
      /^ResourceInUseException: Consumer c under stream/,
    );
    expect(await engine.failure('DeleteStream', { StreamName: 's' })).toContain('has registered consumers');
    await engine.call('DeregisterStreamConsumer', { ConsumerARN });
    expect(await engine.failure('DescribeStreamConsumer', { ConsumerARN })).toBe(
      'ResourceNotFoundException: Consumer c, account 000000000000 not found.',
    );
  });

  test('are twenty at most, and listed by pages', async () => {
    const engine = await withStream();
    for (let index = 0; index < 20; index += 1) {
      await engine.call('RegisterStreamConsumer', { StreamARN: arn, ConsumerName: `c${10 + index}` });
    }
    expect(await engine.failure('RegisterStreamConsumer', { StreamARN: arn, ConsumerName: 'more' })).toMatch(
      /^LimitExceededException: /,
    );
    const first = await engine.call('ListStreamConsumers', { StreamARN: arn, MaxResults: 15 });
    const rest = await engine.call('ListStreamConsumers', { StreamARN: arn, NextToken: first.NextToken });
    expect([first.Consumers, rest.Consumers].map((list) => (list as unknown[]).length)).toEqual([15, 5]);
  });
});

test('what other programs have left in the folder is neither read nor removed', async () => {
  const folder = temporaryFolder();
  const former = path.join(folder, 'streams.json');
  writeFileSync(former, '{"streams":"of the former engine"}');
  const store = await StreamStore.open(folder);
  expect(store.all()).toEqual([]);
  await store.close();
  expect(readFileSync(former, 'utf8')).toContain('former engine');
});

test('a stream whose file is no stream is named', async () => {
  const folder = temporaryFolder();
  const own = path.join(folder, '000000000000', 'us-east-1', '0123456789abcdef0123-456');
  mkdirSync(own, { recursive: true });
  writeFileSync(path.join(own, 'stream.json'), '{');
  await expect(StreamStore.open(folder)).rejects.toThrow(/stream\.json holds no stream\. Move its folder away/);
});

test('policies are kept; there is {} where there is none', async () => {
  const engine = await withStream();
  const Policy = '{"Version":"2012-10-17","Statement":[]}';
  expect(await engine.call('GetResourcePolicy', { ResourceARN: arn })).toEqual({ Policy: '{}' });
  await engine.call('PutResourcePolicy', { ResourceARN: arn, Policy });
  expect(await engine.call('GetResourcePolicy', { ResourceARN: arn })).toEqual({ Policy });
  await engine.call('DeleteResourcePolicy', { ResourceARN: arn });
  expect(await engine.failure('DeleteResourcePolicy', { ResourceARN: arn })).toMatch(/^ResourceNotFoundException: /);
  expect(await engine.failure('PutResourcePolicy', { ResourceARN: arn, Policy: 'no' })).toMatch(
    /^InvalidArgumentException: /,
  );
});

test('shard-level metrics are turned on and off by name', async () => {
  const engine = await withStream();
  const on = await engine.call('EnableEnhancedMonitoring', {
    ...{ StreamName: 's', ShardLevelMetrics: ['OutgoingBytes', 'IncomingBytes'] },
  });
  expect(on).toMatchObject({
    CurrentShardLevelMetrics: [],
    DesiredShardLevelMetrics: ['IncomingBytes', 'OutgoingBytes'],
  });
  engine.pass(30);
  const off = await engine.call('DisableEnhancedMonitoring', { StreamName: 's', ShardLevelMetrics: ['OutgoingBytes'] });
  expect(off.DesiredShardLevelMetrics).toEqual(['IncomingBytes']);
});

test.each([
  ['UpdateStreamWarmThroughput', { StreamName: 's', WarmThroughputMiBps: 10 }, 'ValidationException: Warm throughput'],
  [
    'CreateStream',
    { StreamName: 't', ShardCount: 1, RecordDistributionStrategy: 'AUTO' },
    'UnsupportedOperationException: RecordDistributionStrategy AUTO',
  ],
  [
    'UpdateAccountSettings',
    { MinimumThroughputBillingCommitment: { Status: 'ENABLED' } },
    'UnsupportedOperationException: UpdateAccountSettings',
  ],
  ['SubscribeToShard', {}, 'UnsupportedOperationException: SubscribeToShard is not supported locally: '],
  ['CreateChannel', {}, 'UnsupportedOperationException: CreateChannel is not supported locally: '],
  ['DoWhatever', {}, 'UnknownOperationException: Kinesis has no operation "DoWhatever".'],
  ['toString', {}, 'UnknownOperationException: Kinesis has no operation "toString".'],
])('%s says what is not there (%#)', async (operation, input, message) => {
  const engine = await withStream();
  expect(await engine.failure(operation, input)).toContain(message);
});
