import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { StreamStore } from '../../../../localstack/kinesis/streams/store.ts';
import { summary, testEngine, textOf, withStream } from '../../../support/kinesis/engine.ts';
import { temporaryFolder } from '../../../support/kinesis/folders.ts';

const arn = 'arn:aws:kinesis:us-east-1:000000000000:stream/s';

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
