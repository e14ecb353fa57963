import { setTimeout as sleep } from 'node:timers/promises';
import { MergeShardsCommand } from '@aws-sdk/client-kinesis';
import { UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { clientsOf } from './support/clients.ts';
import { type Call, deployRecorder, textsOf } from './support/recorder.ts';
import { createMapping, createStream, mappingState } from './support/streams.ts';

const clients = clientsOf();
const numbered = (count: number, from = 0): string[] => Array.from({ length: count }, (_, index) => `${from + index}`);

test('each record reaches the function once, in order, in batches of the size that is set', async () => {
  const stream = await createStream(clients, 'mapping-plain');
  await stream.put(numbered(25));
  const recorder = await deployRecorder(clients, 'mapping-plain');
  await createMapping(clients, stream, recorder.name, { BatchSize: 10 });
  const calls = await recorder.until(() => recorder.data().length >= 25);
  expect(recorder.data()).toEqual(numbered(25));
  expect(calls.map(({ event }) => event.Records.length)).toEqual([10, 10, 5]);
  expect(calls[0]?.event.Records[0]).toMatchObject({
    eventSource: 'aws:kinesis',
    eventName: 'aws:kinesis:record',
    eventSourceARN: stream.arn,
    awsRegion: 'us-east-1',
    invokeIdentityArn: 'arn:aws:iam::000000000000:role/recorder',
    kinesis: { partitionKey: 'key', data: Buffer.from('0').toString('base64') },
  });
});

test('after a partial failure the batch goes on at the lowest record that failed', async () => {
  const stream = await createStream(clients, 'mapping-partial');
  await stream.put(numbered(10));
  const recorder = await deployRecorder(
    clients,
    'mapping-partial',
    `if (globalThis.failed) return;
     globalThis.failed = true;
     const failed = event.Records.filter((_, index) => texts[index] === '7' || texts[index] === '4');
     return { batchItemFailures: failed.reverse().map((record) => ({ itemIdentifier: record.kinesis.sequenceNumber })) };`,
  );
  await createMapping(clients, stream, recorder.name, { FunctionResponseTypes: ['ReportBatchItemFailures'] });
  const calls = await recorder.until((all) => all.length >= 2);
  expect(calls.map(({ event }) => textsOf(event))).toEqual([numbered(10), numbered(6, 4)]);
});

test('parallelization: batches of one shard run side by side, records of one key never do', async () => {
  const stream = await createStream(clients, 'mapping-parallel');
  const keyOf = (text: string): string => `key ${Number(text) % 12}`;
  await stream.put(numbered(120), keyOf);
  const recorder = await deployRecorder(clients, 'mapping-parallel', 'await sleep(300);');
  await createMapping(clients, stream, recorder.name, { ParallelizationFactor: 4, BatchSize: 10 });
  const calls = await recorder.until(() => recorder.data().length >= 120);
  const keysOf = ({ event }: Call): Set<string> => new Set(textsOf(event).map(keyOf));
  const together = calls.flatMap((one, index) =>
    calls
      .slice(index + 1)
      .flatMap((other) => (one.began < (other.ended ?? 0) && other.began < (one.ended ?? 0) ? [[one, other]] : [])),
  );
  expect(together.length).toBeGreaterThan(0);
  for (const [one, other] of together as [Call, Call][])
    expect([...keysOf(one)].filter((key) => keysOf(other).has(key))).toEqual([]);
  const inOrder = calls.flatMap(({ event }) => textsOf(event));
  for (const key of new Set(inOrder.map(keyOf))) {
    expect(inOrder.filter((text) => keyOf(text) === key)).toEqual(numbered(120).filter((text) => keyOf(text) === key));
  }
});

test('shards are worked on side by side: a slow batch of one does not hold up another', async () => {
  const stream = await createStream(clients, 'mapping-shards', 2);
  await stream.put(numbered(20), (text) => `key ${text}`);
  const recorder = await deployRecorder(clients, 'mapping-shards', 'await sleep(3000);');
  await createMapping(clients, stream, recorder.name);
  const [one, other] = await recorder.until(
    (calls) => recorder.data().length >= 20 && calls.every((call) => call.ended),
  );
  const shardOf = (call: Call | undefined) => call?.event.Records[0]?.eventID.split(':')[0];
  expect(shardOf(one)).not.toBe(shardOf(other));
  expect(other?.began).toBeLessThan(one?.ended ?? 0);
});

test('tumbling windows: the state is handed on, and each window is closed with its sum', async () => {
  const stream = await createStream(clients, 'mapping-window');
  const recorder = await deployRecorder(
    clients,
    'mapping-window',
    `const sum = (event.state.sum ?? 0) + texts.reduce((total, text) => total + Number(text), 0);
     return event.isFinalInvokeForWindow ? undefined : { state: { sum } };`,
  );
  await createMapping(clients, stream, recorder.name, { TumblingWindowInSeconds: 2, BatchSize: 3 });
  await stream.put(['1', '2', '3', '4', '5']);
  const sums = (calls: Call[]): number[] =>
    calls.filter(({ event }) => event.isFinalInvokeForWindow).map(({ event }) => (event.state as { sum: number }).sum);
  await recorder.until((calls) => sums(calls).reduce((total, sum) => total + sum, 0) >= 15);
  await stream.put(['10', '20']);
  const calls = await recorder.until((all) => sums(all).reduce((total, sum) => total + sum, 0) >= 45);
  expect(sums(calls).reduce((total, sum) => total + sum, 0)).toBe(45);
  const final = calls.find(({ event }) => event.isFinalInvokeForWindow)?.event;
  const { start, end } = (final?.window ?? {}) as { start: string; end: string };
  expect(Date.parse(end) - Date.parse(start)).toBe(2000);
  expect(final).toMatchObject({
    eventSourceARN: stream.arn,
    shardId: 'shardId-000000000000',
    isWindowTerminatedEarly: false,
  });
});

test('filters: only records that match are sent; the others are done all the same', async () => {
  const stream = await createStream(clients, 'mapping-filters');
  const recorder = await deployRecorder(clients, 'mapping-filters');
  const UUID = await createMapping(clients, stream, recorder.name, {
    FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ data: { celsius: [{ numeric: ['>', 30] }] } }) }] },
  });
  const reading = (celsius: number): string => JSON.stringify({ celsius });
  await stream.put([reading(10), reading(31), 'no JSON', reading(35), reading(30)]);
  await recorder.until(() => recorder.data().length >= 2);
  await clients.lambda.send(new UpdateEventSourceMappingCommand({ UUID, FilterCriteria: { Filters: [] } }));
  await mappingState(clients, UUID, 'Enabled');
  await stream.put(['all of it now']);
  await recorder.until(() => recorder.data().length >= 3);
  expect(recorder.data()).toEqual([reading(31), reading(35), 'all of it now']);
});

test('LATEST begins with what comes next, AT_TIMESTAMP with what came since then', async () => {
  const stream = await createStream(clients, 'mapping-starts');
  await stream.put(['old']);
  // LocalStack's API keeps whole seconds.
  const since = new Date(Math.ceil(Date.now() / 1000 + 0.01) * 1000);
  await sleep(since.getTime() - Date.now());
  await stream.put(['new']);
  const timed = await deployRecorder(clients, 'mapping-timestamp');
  await createMapping(clients, stream, timed.name, {
    StartingPosition: 'AT_TIMESTAMP',
    StartingPositionTimestamp: since,
  });
  const latest = await deployRecorder(clients, 'mapping-latest');
  await createMapping(clients, stream, latest.name, { StartingPosition: 'LATEST' });
  await stream.put(['newest']);
  await timed.until(() => timed.data().length >= 2);
  await latest.until(() => latest.data().length >= 1);
  expect(timed.data()).toEqual(['new', 'newest']);
  expect(latest.data()).toEqual(['newest']);
});

test('a split and a merge under load lose nothing and keep the order of each key', async () => {
  const stream = await createStream(clients, 'mapping-reshard', 2);
  const recorder = await deployRecorder(clients, 'mapping-reshard', 'await sleep(20);');
  await createMapping(clients, stream, recorder.name, { BatchSize: 7 });
  const keyOf = (text: string): string => `key ${Number(text) % 9}`;
  await stream.put(numbered(100), keyOf);
  await clients.kinesis.send(
    new MergeShardsCommand({
      StreamName: stream.name,
      ShardToMerge: 'shardId-000000000000',
      AdjacentShardToMerge: 'shardId-000000000001',
    }),
  );
  await stream.active();
  await stream.put(numbered(100, 100), keyOf);
  await stream.split('shardId-000000000002');
  await stream.put(numbered(100, 200), keyOf);
  await recorder.until(() => recorder.data().length >= 300);
  const data = recorder.data();
  expect(data.toSorted((one, other) => Number(one) - Number(other))).toEqual(numbered(300));
  for (const key of new Set(data.map(keyOf))) {
    expect(data.filter((text) => keyOf(text) === key)).toEqual(numbered(300).filter((text) => keyOf(text) === key));
  }
});
