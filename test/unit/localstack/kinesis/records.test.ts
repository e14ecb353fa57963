import { describe, expect, test } from 'vitest';
import { testEngine, textOf } from '../../../support/kinesis/engine.ts';

const first = 'shardId-000000000000';
const at = (type: string, more: object = {}) => ({ ShardIteratorType: type, ...more });
const data = (text: string) => Buffer.from(text);

describe('putting', () => {
  test('sends a record to the shard of its hash key', async () => {
    const engine = await testEngine();
    await engine.stream('s', 2);
    const { ShardId } = await engine.call('PutRecord', { StreamName: 's', PartitionKey: 'a', Data: data('1') });
    // The MD5 of "a" begins with 0c, that of "b" with 92.
    expect(ShardId).toBe(first);
    const other = await engine.call('PutRecord', { StreamName: 's', PartitionKey: 'b', Data: data('2') });
    expect(other.ShardId).toBe('shardId-000000000001');
    const explicit = await engine.call('PutRecord', {
      ...{ StreamName: 's', PartitionKey: 'a', Data: data('3') },
      ExplicitHashKey: String(2n ** 128n - 1n),
    });
    expect(explicit.ShardId).toBe('shardId-000000000001');
  });

  test('answers each record of a request, in order, with rising sequence numbers', async () => {
    const engine = await testEngine();
    await engine.stream('s');
    const Records = ['1', '2', '3'].map((text) => ({ PartitionKey: text, Data: data(text) }));
    const answer = await engine.call('PutRecords', { StreamName: 's', Records });
    expect(answer.FailedRecordCount).toBe(0);
    const numbers = answer.Records.map(({ SequenceNumber }) => SequenceNumber);
    expect(numbers).toEqual(numbers.toSorted());
    const read = await engine.readAll(first);
    expect(read.map(textOf)).toEqual(['1', '2', '3']);
    expect(read.map(({ SequenceNumber }) => SequenceNumber)).toEqual(numbers);
    expect(read[0]).toMatchObject({ PartitionKey: '1', ApproximateArrivalTimestamp: new Date(engine.now()) });
  });

  test('by ARN means the account of the ARN', async () => {
    const engine = await testEngine();
    const other = { account: '111111111111' };
    await engine.call('CreateStream', { StreamName: 's', ShardCount: 1 }, other);
    engine.pass(30);
    const StreamARN = 'arn:aws:kinesis:us-east-1:111111111111:stream/s';
    await engine.call('PutRecord', { StreamARN, PartitionKey: 'a', Data: data('1') });
    expect(await engine.failure('DescribeStream', { StreamName: 's' })).toContain(
      'under account 000000000000 not found',
    );
  });

  test.each([
    [{ StreamName: 'none' }, 'ResourceNotFoundException: Stream none under account 000000000000 not found.'],
    [{}, 'InvalidArgumentException: Either StreamName or StreamARN must be given.'],
    [
      { StreamARN: 'arn:aws:kinesis:eu-west-1:000000000000:stream/s' },
      'InvalidArgumentException: The stream arn:aws:kinesis:eu-west-1:000000000000:stream/s is not in the region of the request, us-east-1.',
    ],
    [
      { StreamName: 's', StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/t' },
      'InvalidArgumentException: StreamName s and StreamARN arn:aws:kinesis:us-east-1:000000000000:stream/t name two streams.',
    ],
    [
      { StreamName: 's', ExplicitHashKey: String(2n ** 128n) },
      'InvalidArgumentException: Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was 340282366920938463463374607431768211456',
    ],
    [
      { StreamName: 's', SequenceNumberForOrdering: '5' },
      'InvalidArgumentException: ExclusiveMinimumSequenceNumber 5 used in PutRecord on stream s under account 000000000000 is invalid.',
    ],
    [
      { StreamName: 's', Data: Buffer.alloc(1024 * 1024) },
      'InvalidArgumentException: A record of 1048577 bytes with its partition key exceeds the maximum record size of stream s, 1048576 bytes.',
    ],
  ])('is refused (%#)', async (input, message) => {
    const engine = await testEngine();
    await engine.stream('s');
    expect(await engine.failure('PutRecord', { PartitionKey: 'a', Data: data('1'), ...input })).toBe(message);
  });

  test('takes records of 10 MiB once the stream allows them, and 10 MiB a request', async () => {
    const engine = await testEngine();
    await engine.stream('s');
    const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/s';
    await engine.call('UpdateMaxRecordSize', { StreamARN, MaxRecordSizeInKiB: 10_240 });
    const Data = Buffer.alloc(10 * 1024 * 1024 - 1, 'x');
    await engine.call('PutRecord', { StreamARN, PartitionKey: 'a', Data });
    const Records = [Data, data('xx')].map((each) => ({ PartitionKey: 'a', Data: each }));
    expect(await engine.failure('PutRecords', { StreamARN, Records })).toBe(
      'InvalidArgumentException: Records size exceeds 10 MB limit',
    );
    await engine.call('PutRecord', { StreamARN, PartitionKey: 'b', Data });
    const { ShardIterator } = await engine.call('GetShardIterator', {
      ...{ StreamARN, ShardId: first },
      ...at('TRIM_HORIZON'),
    });
    const { Records: one, NextShardIterator } = await engine.call('GetRecords', { ShardIterator });
    expect(one.map(({ PartitionKey }) => PartitionKey)).toEqual(['a']);
    const { Records: two } = await engine.call('GetRecords', { ShardIterator: NextShardIterator });
    expect(two.map(({ PartitionKey }) => PartitionKey)).toEqual(['b']);
  });
});

describe('reading', () => {
  async function filled() {
    const engine = await testEngine();
    await engine.stream('s');
    const numbers: string[] = [];
    for (const text of ['1', '2', '3', '4']) {
      const put = await engine.call('PutRecord', { StreamName: 's', PartitionKey: text, Data: data(text) });
      numbers.push(String(put.SequenceNumber));
      engine.pass(1000);
    }
    return { engine, numbers };
  }

  test.each([
    ['TRIM_HORIZON', () => ({}), ['1', '2', '3', '4']],
    ['LATEST', () => ({}), []],
    ['AT_SEQUENCE_NUMBER', (numbers: string[]) => ({ StartingSequenceNumber: numbers[1] }), ['2', '3', '4']],
    ['AFTER_SEQUENCE_NUMBER', (numbers: string[]) => ({ StartingSequenceNumber: numbers[1] }), ['3', '4']],
    ['AFTER_SEQUENCE_NUMBER', (numbers: string[]) => ({ StartingSequenceNumber: numbers[3] }), []],
    ['AT_TIMESTAMP', (_: string[], now: number) => ({ Timestamp: new Date(now - 2000) }), ['3', '4']],
    ['AT_TIMESTAMP', (_: string[], now: number) => ({ Timestamp: new Date(now - 2001) }), ['3', '4']],
    ['AT_TIMESTAMP', () => ({ Timestamp: new Date(0) }), ['1', '2', '3', '4']],
    ['AT_TIMESTAMP', (_: string[], now: number) => ({ Timestamp: new Date(now) }), []],
  ])('begins %s (%#)', async (type, more, wanted) => {
    const { engine, numbers } = await filled();
    expect((await engine.readAll(first, at(type, more(numbers, engine.now())))).map(textOf)).toEqual(wanted);
  });

  test('begins at the sequence numbers that DescribeStream gives', async () => {
    const { engine } = await filled();
    const { Shards } = await engine.call('ListShards', { StreamName: 's' });
    const range = Shards[0] as unknown as { SequenceNumberRange: { StartingSequenceNumber: string } };
    const start = at('AT_SEQUENCE_NUMBER', range.SequenceNumberRange);
    expect((await engine.readAll(first, start)).map(textOf)).toEqual(['1', '2', '3', '4']);
  });

  test('LATEST sees what comes after it, and MillisBehindLatest says how far behind a page is', async () => {
    const { engine } = await filled();
    const { ShardIterator } = await engine.call('GetShardIterator', {
      ...{ StreamName: 's', ShardId: first },
      ...at('TRIM_HORIZON'),
    });
    const page = await engine.call('GetRecords', { ShardIterator, Limit: 2 });
    expect([page.Records.length, page.MillisBehindLatest]).toEqual([2, 3000]);
    const rest = await engine.call('GetRecords', { ShardIterator: page.NextShardIterator });
    expect([rest.Records.length, rest.MillisBehindLatest]).toEqual([2, 0]);
    await engine.call('PutRecord', { StreamName: 's', PartitionKey: '5', Data: data('5') });
    const tip = await engine.call('GetRecords', { ShardIterator: rest.NextShardIterator });
    expect(tip.Records.map(textOf)).toEqual(['5']);
  });

  test('forgets records with the retention period, and their files', async () => {
    const { engine } = await filled();
    engine.pass(24 * 3_600_000 - 2000);
    await engine.trim();
    expect((await engine.readAll(first)).map(textOf)).toEqual(['3', '4']);
    engine.pass(3000);
    await engine.trim();
    expect(await engine.readAll(first)).toEqual([]);
    const put = await engine.call('PutRecord', { StreamName: 's', PartitionKey: '5', Data: data('5') });
    expect((await engine.readAll(first)).map(({ SequenceNumber }) => SequenceNumber)).toEqual([put.SequenceNumber]);
  });

  test('an iterator is good for five minutes', async () => {
    const { engine } = await filled();
    const { ShardIterator } = await engine.call('GetShardIterator', {
      ...{ StreamName: 's', ShardId: first },
      ...at('TRIM_HORIZON'),
    });
    engine.pass(300_000);
    await engine.call('GetRecords', { ShardIterator });
    engine.pass(1);
    expect(await engine.failure('GetRecords', { ShardIterator })).toMatch(
      /^ExpiredIteratorException: Iterator expired\. .* tolerated delay of 300000 milliseconds\.$/,
    );
  });

  test('an iterator does not lead to a younger stream of the same name', async () => {
    const { engine } = await filled();
    const { ShardIterator } = await engine.call('GetShardIterator', {
      ...{ StreamName: 's', ShardId: first },
      ...at('TRIM_HORIZON'),
    });
    await engine.call('DeleteStream', { StreamName: 's' });
    await expect
      .poll(() => engine.failure('DescribeStream', { StreamName: 's' }).catch(() => ''))
      .toContain('not found');
    await engine.stream('s');
    expect(await engine.failure('GetRecords', { ShardIterator })).toBe(
      'ResourceNotFoundException: Stream s under account 000000000000 not found.',
    );
  });

  test.each([
    [
      { ShardIteratorType: 'LATEST', ShardId: 'shardId-000000000009' },
      'ResourceNotFoundException: Shard shardId-000000000009 in stream s under account 000000000000 does not exist',
    ],
    [
      { ShardIteratorType: 'AT_TIMESTAMP' },
      'InvalidArgumentException: Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestampInMillis parameter.',
    ],
    [
      { ShardIteratorType: 'AT_SEQUENCE_NUMBER' },
      'InvalidArgumentException: Must specify startingSequenceNumber parameter for iterator of type AT_SEQUENCE_NUMBER. Current request has no startingSequenceNumber parameter.',
    ],
    [
      { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: '7' },
      'InvalidArgumentException: StartingSequenceNumber 7 used in GetShardIterator on shard shardId-000000000000 in stream s under account 000000000000 is invalid.',
    ],
  ])('gives no iterator (%#)', async (input, message) => {
    const engine = await testEngine();
    await engine.stream('s');
    expect(await engine.failure('GetShardIterator', { StreamName: 's', ShardId: first, ...input })).toBe(message);
  });

  test('a time in the future and the number of another shard give no iterator', async () => {
    const engine = await testEngine();
    await engine.stream('s', 2);
    const { SequenceNumber } = await engine.call('PutRecord', { StreamName: 's', PartitionKey: 'b', Data: data('1') });
    const position = { StreamName: 's', ShardId: first };
    expect(
      await engine.failure('GetShardIterator', {
        ...position,
        ...at('AT_SEQUENCE_NUMBER', { StartingSequenceNumber: SequenceNumber }),
      }),
    ).toContain('It encodes shardId-000000000001, while it was used in a call to a shard with shardId-000000000000');
    const Timestamp = new Date(engine.now() + 1);
    expect(await engine.failure('GetShardIterator', { ...position, ...at('AT_TIMESTAMP', { Timestamp }) })).toContain(
      'cannot be greater than the currentTimestampInMillis',
    );
  });

  test.each(['x', 'AAAA', Buffer.from('[1,2]').toString('base64')])('takes "%s" for no iterator', async (text) => {
    const engine = await testEngine();
    expect(await engine.failure('GetRecords', { ShardIterator: text })).toBe(
      'InvalidArgumentException: Invalid ShardIterator.',
    );
  });
});
