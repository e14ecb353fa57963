import { SubscribeToShardCommand } from '@aws-sdk/client-kinesis';
import { expect, test, vi } from 'vitest';
import { clientFor } from '../../../support/kinesis/client.ts';
import { temporaryFolder } from '../../../support/kinesis/folders.ts';
import { operationsOfSdk } from '../../../support/kinesis/operations.ts';
import { startEngine } from '../../../support/kinesis/process.ts';
import { steps, walk } from '../../../support/kinesis/walk.ts';

// A process starts when the machine lets it.
vi.setConfig({ testTimeout: 60_000 });

test('the walk forgets no operation of the SDK', () => {
  expect(steps.map(([name]) => name).sort()).toEqual(operationsOfSdk.toSorted());
});

test('every operation of the SDK is served, or says that it is not', async () => {
  const { port } = await startEngine(temporaryFolder());
  await walk(clientFor(port));
});

test('the engine leaves SubscribeToShard to LocalStack', async () => {
  const { port } = await startEngine(temporaryFolder());
  const subscription = new SubscribeToShardCommand({
    ConsumerARN: 'arn',
    ShardId: 'shardId-000000000000',
    StartingPosition: { Type: 'LATEST' },
  });
  await expect(clientFor(port).send(subscription)).rejects.toThrow('SubscribeToShard is not supported locally');
});
