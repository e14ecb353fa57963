import {
  CreateStreamCommand,
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  type KinesisClient,
  PutRecordCommand,
  RegisterStreamConsumerCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { expect, test } from 'vitest';
import { readSettings } from '../../../../../localstack/event-source-mapping/index.ts';
import { createLog } from '../../../../../localstack/event-source-mapping/runner/log.ts';
import { kinesisSource } from '../../../../../localstack/event-source-mapping/runner/sources/kinesis.ts';
import { clientFor } from '../../../../support/kinesis/client.ts';
import { serveEngine } from '../../../../support/kinesis/served.ts';

const shardId = 'shardId-000000000000';
const running = new AbortController().signal;
const read = { type: 'read', continues: false, limit: 100, answerBy: undefined } as const;
const settings = readSettings({
  EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/events',
  FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:ingest',
  StartingPosition: 'TRIM_HORIZON',
});

/** The project's engine in this process, with a stream of one shard; it says what it is asked, and by which consumers. */
async function engine() {
  const { server, port } = await serveEngine(fail);
  const asked: string[] = [];
  const readers = new Set<unknown>();
  server.prependListener('request', ({ headers }) => {
    const operation = `${headers['x-amz-target']}`.split('.')[1] ?? '';
    asked.push(operation);
    if (operation === 'GetRecords') readers.add(headers['x-caudal-consumer']);
  });
  const client = clientFor(port);
  await client.send(new CreateStreamCommand({ StreamName: 'events', ShardCount: 1 }));
  const log = createLog(() => undefined);
  const sourceOf = (eventSourceArn: string) =>
    kinesisSource(client, { ...settings, eventSourceArn }, 'role', { port, now: Date.now, log });
  return { asked, readers, client, sourceOf, source: sourceOf(settings.eventSourceArn) };
}

/** Registers a consumer of the stream, and waits until it may read. */
async function register(client: KinesisClient): Promise<string> {
  const asked = { StreamARN: settings.eventSourceArn, ConsumerName: 'ingest' };
  const { Consumer } = await client.send(new RegisterStreamConsumerCommand(asked));
  const ask = async () => (await client.send(new DescribeStreamConsumerCommand(asked))).ConsumerDescription;
  await expect.poll(async () => (await ask())?.ConsumerStatus).toBe('ACTIVE');
  return Consumer?.ConsumerARN ?? '';
}

function fail(error: unknown): never {
  throw error;
}

async function put(client: KinesisClient, text: string): Promise<string> {
  const record = { StreamName: 'events', PartitionKey: 'key', Data: Buffer.from(text) };
  return (await client.send(new PutRecordCommand(record))).SequenceNumber ?? '';
}

test('a shard at rest costs one request, which is answered when a record comes', async () => {
  const { asked, client, source } = await engine();
  const reader = source.reader(shardId);
  const answer = reader.read({ ...read, position: { type: 'trim-horizon' } }, running);
  await expect.poll(() => asked).toContain('GetRecords');
  const sequenceNumber = await put(client, 'one');
  expect(await answer).toMatchObject({
    records: [{ sequenceNumber, partitionKey: 'key' }],
    closed: false,
    behindMs: 0,
  });
  expect(asked.filter((operation) => operation.startsWith('Get'))).toEqual(['GetShardIterator', 'GetRecords']);
});

test('goes on behind a position and from a time', async () => {
  const { client, source } = await engine();
  const first = await put(client, 'one');
  const second = await put(client, 'two');
  const position = { type: 'after', sequenceNumber: first } as const;
  expect(await source.reader(shardId).read({ ...read, position }, running)).toMatchObject({
    records: [{ sequenceNumber: second }],
  });
  expect(await source.reader(shardId).read({ ...read, position: { type: 'timestamp', at: 0 } }, running)).toMatchObject(
    { records: [{ sequenceNumber: first }, { sequenceNumber: second }] },
  );
  expect(await source.reader(shardId).behindMs({ type: 'trim-horizon' }, running)).toBeGreaterThanOrEqual(0);
});

test('tells shards with their parents, and the end of a closed one', async () => {
  const { client, source } = await engine();
  const startsAt = expect.stringMatching(/^\d{56}$/);
  const middle = String(2n ** 127n);
  const split = { StreamName: 'events', ShardToSplit: shardId, NewStartingHashKey: middle };
  await client.send(new SplitShardCommand(split));
  await expect
    .poll(async () => {
      const { StreamDescriptionSummary } = await client.send(
        new DescribeStreamSummaryCommand({ StreamName: 'events' }),
      );
      return StreamDescriptionSummary?.StreamStatus;
    })
    .toBe('ACTIVE');
  expect(await source.shards(running)).toEqual([
    { shardId, parentIds: [], closed: true, startsAt },
    { shardId: 'shardId-000000000001', parentIds: [shardId], closed: false, startsAt },
    { shardId: 'shardId-000000000002', parentIds: [shardId], closed: false, startsAt },
  ]);
  const end = await source.reader(shardId).read({ ...read, position: { type: 'trim-horizon' } }, running);
  expect(end).toMatchObject({ records: [], closed: true });
});

test('reads apart from all others as a registered consumer', async () => {
  const { client, readers, source, sourceOf } = await engine();
  const sequenceNumber = await put(client, 'one');
  const fromBeginning = { ...read, position: { type: 'trim-horizon' } } as const;
  await source.reader(shardId).read(fromBeginning, running);
  expect([...readers]).toEqual([undefined]);
  readers.clear();
  const consumerArn = await register(client);
  expect(await sourceOf(consumerArn).reader(shardId).read(fromBeginning, running)).toMatchObject({
    records: [{ sequenceNumber }],
  });
  expect([...readers]).toEqual([consumerArn]);
});

test('names the registered consumer in the events that it reads', async () => {
  const { client, sourceOf } = await engine();
  await put(client, 'one');
  const consumerArn = await register(client);
  const answer = await sourceOf(consumerArn)
    .reader(shardId)
    .read({ ...read, position: { type: 'trim-horizon' } }, running);
  expect(JSON.stringify(answer)).toContain(`"eventSourceARN":"${consumerArn}"`);
});
