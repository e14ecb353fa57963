import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { expect, test, vi } from 'vitest';
import { clientFor } from '../../../support/kinesis/client.ts';
import { temporaryFolder } from '../../../support/kinesis/folders.ts';
import { startEngine } from '../../../support/kinesis/process.ts';

// Processes start when the machine lets them.
vi.setConfig({ testTimeout: 60_000 });

const shards = 3;
const StreamName = 's';

async function createStream(client: KinesisClient): Promise<void> {
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: shards }));
  const status = async () =>
    (await client.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary?.StreamStatus;
  await expect.poll(status).toBe('ACTIVE');
}

/** Puts batches one after the other until the engine is gone; gives what was acknowledged, by sequence number. */
async function putUntilGone(client: KinesisClient, writer: number, onAck: () => void): Promise<Map<string, string>> {
  const acknowledged = new Map<string, string>();
  for (let batch = 0; ; batch += 1) {
    const texts = Array.from({ length: 20 }, (_, index) => `${writer}-${batch}-${index}`);
    const Records = texts.map((text) => ({ PartitionKey: text, Data: Buffer.from(text) }));
    try {
      const answer = await client.send(new PutRecordsCommand({ StreamName, Records }));
      for (const [index, { SequenceNumber = '' }] of (answer.Records ?? []).entries()) {
        acknowledged.set(SequenceNumber, texts[index] ?? '');
      }
      onAck();
    } catch {
      return acknowledged;
    }
  }
}

async function readAll(client: KinesisClient): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let shard = 0; shard < shards; shard += 1) {
    const ShardId = `shardId-00000000000${shard}`;
    const position = { StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' as const };
    let { ShardIterator } = await client.send(new GetShardIteratorCommand(position));
    for (;;) {
      const page = await client.send(new GetRecordsCommand({ ShardIterator, Limit: 500 }));
      for (const record of page.Records ?? []) {
        expect(found.has(record.SequenceNumber ?? '')).toBe(false);
        found.set(record.SequenceNumber ?? '', Buffer.from(record.Data ?? []).toString());
      }
      if (page.MillisBehindLatest === 0) break;
      ShardIterator = page.NextShardIterator;
    }
  }
  return found;
}

test('what was acknowledged under load is there after kill -9, again and again', async () => {
  const folder = temporaryFolder();
  const acknowledged = new Map<string, string>();
  for (let round = 0; round < 3; round += 1) {
    const engine = await startEngine(folder);
    const client = clientFor(engine.port);
    if (round === 0) await createStream(client);
    let acks = 0;
    const onAck = (): void => {
      acks += 1;
    };
    const writers = [0, 1, 2, 3].map((writer) => putUntilGone(client, round * 10 + writer, onAck));
    await expect.poll(() => acks, { timeout: 30_000 }).toBeGreaterThan(60);
    await engine.kill();
    for (const known of await Promise.all(writers)) for (const [number, text] of known) acknowledged.set(number, text);
  }
  const engine = await startEngine(folder);
  const found = await readAll(clientFor(engine.port));
  expect(acknowledged.size).toBeGreaterThan(3 * 60 * 20 - 1);
  expect([...acknowledged].filter(([number, text]) => found.get(number) !== text)).toEqual([]);
});

test('a stream that was acknowledged is there after kill -9; SIGTERM ends the engine well', async () => {
  const folder = temporaryFolder();
  const first = await startEngine(folder);
  await clientFor(first.port).send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));
  await first.kill();
  const second = await startEngine(folder);
  const { StreamDescriptionSummary } = await clientFor(second.port).send(
    new DescribeStreamSummaryCommand({ StreamName }),
  );
  expect(StreamDescriptionSummary).toMatchObject({ StreamStatus: 'ACTIVE', OpenShardCount: 2 });
  expect(await second.stop()).toBe(0);
});
