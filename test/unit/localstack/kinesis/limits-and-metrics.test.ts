import { describe, expect, test } from 'vitest';
import { type TestEngine, testEngine } from '../../../support/kinesis/engine.ts';

const first = 'shardId-000000000000';

function batch(count: number, bytes = 1): object {
  const Records = Array.from({ length: count }, () => ({ PartitionKey: 'k', Data: Buffer.alloc(bytes - 1) }));
  return { StreamName: 's', Records };
}

async function iterator(engine: TestEngine): Promise<string> {
  const { ShardIterator } = await engine.call('GetShardIterator', {
    ...{ StreamName: 's', ShardId: first, ShardIteratorType: 'TRIM_HORIZON' },
  });
  return ShardIterator;
}

describe('with the limits on', () => {
  async function limited(): Promise<TestEngine> {
    const engine = await testEngine({ limited: true });
    await engine.stream('s');
    return engine;
  }

  test('a shard takes 1,000 records a second', async () => {
    const engine = await limited();
    await engine.call('PutRecords', batch(500));
    await engine.call('PutRecords', batch(499));
    const answer = await engine.call('PutRecords', batch(2));
    expect(answer.FailedRecordCount).toBe(1);
    expect(answer.Records[1]).toEqual({
      ErrorCode: 'ProvisionedThroughputExceededException',
      ErrorMessage: `Rate exceeded for shard ${first} in stream s under account 000000000000.`,
    });
    const one = { StreamName: 's', PartitionKey: 'k', Data: Buffer.from('1') };
    expect(await engine.failure('PutRecord', one)).toMatch(/^ProvisionedThroughputExceededException: Rate exceeded/);
    engine.pass(1000);
    expect((await engine.call('PutRecords', batch(500))).FailedRecordCount).toBe(0);
  });

  test('a shard takes 1 MiB a second', async () => {
    const engine = await limited();
    expect((await engine.call('PutRecords', batch(5, 256 * 1024))).FailedRecordCount).toBe(1);
    engine.pass(250);
    expect((await engine.call('PutRecords', batch(2, 256 * 1024))).FailedRecordCount).toBe(1);
  });

  test('a shard gives five answers a second, and 2 MiB', async () => {
    const engine = await limited();
    for (let index = 0; index < 5; index += 1) {
      await engine.call('PutRecords', batch(4, 256 * 1024));
      engine.pass(1000);
    }
    const ShardIterator = await iterator(engine);
    await engine.call('GetRecords', { ShardIterator });
    expect(await engine.failure('GetRecords', { ShardIterator })).toBe(
      `ProvisionedThroughputExceededException: Rate exceeded for shard ${first} in stream s under account 000000000000.`,
    );
    engine.pass(2000);
    for (let index = 0; index < 5; index += 1) await engine.call('GetRecords', { ShardIterator, Limit: 1 });
    expect(await engine.failure('GetRecords', { ShardIterator, Limit: 1 })).toContain('Rate exceeded');
  });
});

describe('a registered consumer', () => {
  const registered = (name: string) =>
    `arn:aws:kinesis:us-east-1:000000000000:stream/s/consumer/${name}:${Date.UTC(2026, 10, 22, 12) / 1000}`;

  async function fannedOut(...names: readonly string[]): Promise<TestEngine> {
    const engine = await testEngine({ limited: true });
    const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/s';
    await engine.stream('s');
    for (const ConsumerName of names) await engine.call('RegisterStreamConsumer', { StreamARN, ConsumerName });
    engine.pass(30);
    return engine;
  }

  test('has 2 MiB a second of a shard for itself, in as many reads as it likes', async () => {
    const engine = await fannedOut('one', 'other');
    for (let index = 0; index < 5; index += 1) {
      await engine.call('PutRecords', batch(4, 256 * 1024));
      engine.pass(1000);
    }
    const ShardIterator = await iterator(engine);
    const shared = { ShardIterator };
    await engine.call('GetRecords', shared);
    expect(await engine.failure('GetRecords', shared)).toContain('Rate exceeded');
    const one = { consumerArn: registered('one') };
    for (let index = 0; index < 8; index += 1) await engine.call('GetRecords', { ShardIterator, Limit: 1 }, one);
    await engine.call('GetRecords', shared, one);
    expect(await engine.failure('GetRecords', shared, one)).toContain('Rate exceeded');
    const answer = await engine.call('GetRecords', shared, { consumerArn: registered('other') });
    expect(answer.Records).toHaveLength(20);
  });

  test('is measured by itself, with the names of AWS', async () => {
    const engine = await fannedOut('one');
    await engine.call('PutRecords', batch(3, 10));
    engine.metrics.drain();
    engine.pass(70);
    await engine.call('GetRecords', { ShardIterator: await iterator(engine) }, { consumerArn: registered('one') });
    const measured = engine.metrics.drain()[0]?.data ?? [];
    expect(Object.fromEntries(measured.map(({ MetricName, Values }) => [MetricName, Values[0]]))).toEqual({
      'SubscribeToShardEvent.Success': 1,
      'SubscribeToShardEvent.Bytes': 30,
      'SubscribeToShardEvent.Records': 3,
      'SubscribeToShardEvent.MillisBehindLatest': 70,
    });
    expect(measured[0]?.Dimensions).toEqual([
      { Name: 'StreamName', Value: 's' },
      { Name: 'ConsumerName', Value: 'one' },
    ]);
  });

  test('reads nothing that is not its stream, before it is made, and after it is gone', async () => {
    const engine = await fannedOut('one');
    const ShardIterator = await iterator(engine);
    const read = (consumerArn: string) => engine.failure('GetRecords', { ShardIterator }, { consumerArn });
    expect(await read(registered('nobody'))).toMatch(/^ResourceNotFoundException: Consumer nobody/);
    expect(await read('arn:aws:kinesis:us-east-1:000000000000:stream/s')).toMatch(/^InvalidArgumentException/);
    const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/s';
    const { Consumer } = await engine.call('RegisterStreamConsumer', { StreamARN, ConsumerName: 'late' });
    const { ConsumerARN } = Consumer as { ConsumerARN: string };
    expect(await read(ConsumerARN)).toBe('ResourceInUseException: Consumer late is not ACTIVE.');
    await engine.call('DeregisterStreamConsumer', { ConsumerARN });
    expect(await read(ConsumerARN)).toMatch(/^ResourceNotFoundException/);
  });
});

test('without them nothing is refused', async () => {
  const engine = await testEngine();
  await engine.stream('s');
  for (let index = 0; index < 4; index += 1) {
    expect((await engine.call('PutRecords', batch(500))).FailedRecordCount).toBe(0);
  }
});

test('metrics have the names, units and dimensions of AWS', async () => {
  const engine = await testEngine();
  await engine.stream('s');
  await engine.call('EnableEnhancedMonitoring', { StreamName: 's', ShardLevelMetrics: ['ALL'] });
  await engine.call('PutRecord', { StreamName: 's', PartitionKey: 'k', Data: Buffer.alloc(9) });
  await engine.call('PutRecords', batch(3, 10));
  engine.pass(5000);
  await engine.call('GetRecords', { ShardIterator: await iterator(engine) });
  const [drained] = engine.metrics.drain();
  expect(drained).toMatchObject({ account: '000000000000', region: 'us-east-1', namespace: 'AWS/Kinesis' });
  const sums = (dimensions: number) =>
    Object.fromEntries(
      (drained?.data ?? [])
        .filter(({ Dimensions }) => Dimensions.length === dimensions)
        .map(({ MetricName, Unit, Values, Counts }) => [
          MetricName,
          `${Values.reduce((sum, value, index) => sum + value * (Counts[index] ?? 0), 0)} ${Unit}`,
        ]),
    );
  expect(sums(1)).toEqual({
    IncomingRecords: '4 Count',
    IncomingBytes: '40 Bytes',
    'PutRecord.Bytes': '10 Bytes',
    'PutRecord.Success': '1 Count',
    'PutRecord.Latency': '0 Milliseconds',
    'PutRecords.Bytes': '30 Bytes',
    'PutRecords.Records': '3 Count',
    'PutRecords.Success': '1 Count',
    'PutRecords.Latency': '0 Milliseconds',
    'PutRecords.TotalRecords': '3 Count',
    'PutRecords.SuccessfulRecords': '3 Count',
    'PutRecords.FailedRecords': '0 Count',
    'PutRecords.ThrottledRecords': '0 Count',
    'GetRecords.Records': '4 Count',
    'GetRecords.Bytes': '40 Bytes',
    'GetRecords.Success': '1 Count',
    'GetRecords.Latency': '0 Milliseconds',
    'GetRecords.IteratorAgeMilliseconds': '5000 Milliseconds',
    ReadProvisionedThroughputExceeded: '0 Count',
    WriteProvisionedThroughputExceeded: '0 Count',
  });
  expect(sums(2)).toEqual({
    IncomingRecords: '4 Count',
    IncomingBytes: '40 Bytes',
    OutgoingRecords: '4 Count',
    OutgoingBytes: '40 Bytes',
    IteratorAgeMilliseconds: '5000 Milliseconds',
    ReadProvisionedThroughputExceeded: '0 Count',
    WriteProvisionedThroughputExceeded: '0 Count',
  });
  expect(drained?.data[0]?.Dimensions).toEqual([{ Name: 'StreamName', Value: 's' }]);
});
