import { describe, expect, test } from 'vitest';
import { type TestEngine, textOf, withStream } from '../../../support/kinesis/engine.ts';

async function openShards(engine: TestEngine): Promise<string[]> {
  const { Shards } = await engine.call('ListShards', { StreamName: 's', ShardFilter: { Type: 'AT_LATEST' } });
  return Shards.map(({ ShardId }) => ShardId);
}

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
