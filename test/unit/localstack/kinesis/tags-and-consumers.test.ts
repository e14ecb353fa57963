import { describe, expect, test } from 'vitest';
import { withStream } from '../../../support/kinesis/engine.ts';

const arn = 'arn:aws:kinesis:us-east-1:000000000000:stream/s';

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
