import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stripVTControlCharacters } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { checkpoints, checkpointsText } from '../../../cli/status/checkpoints.ts';
import { cloudConfig } from '../../../localstack/config.ts';
import type { MappingStatus } from '../../../localstack/event-source-mapping/runner/mapping.ts';

const mapping: MappingStatus = {
  uuid: '11111111-2222-3333-4444-555555555555',
  functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:ingest:live',
  eventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/events',
  state: 'Enabled',
  stateTransitionReason: 'User action',
  lastProcessingResult: 'PROBLEM: Function call failed',
  shards: [
    {
      shardId: 'shardId-000000000000',
      state: 'retrying',
      position: { type: 'after', sequenceNumber: '4951' },
      behindMs: 12_345,
      open: 3,
      invoking: 1,
    },
    {
      shardId: 'shardId-000000000001',
      state: 'running',
      position: { type: 'timestamp', at: 0 },
      behindMs: 0,
      open: 0,
      invoking: 0,
    },
    {
      shardId: 'shardId-000000000002',
      state: 'waiting',
      position: { type: 'trim-horizon' },
      behindMs: null,
      open: 0,
      invoking: 0,
    },
  ],
};

test('a row a shard: position done, how far behind, the last result', () => {
  const [head, ...rows] = stripVTControlCharacters(checkpointsText([mapping])).split('\n');
  expect(head?.split(/ {2,}/)).toEqual([
    ...['function', 'stream', 'state', 'shard', 'works', 'done up to', 'behind', 'last result'],
  ]);
  const same = ['ingest:live', 'events', 'Enabled'];
  expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
    [...same, 'shardId-000000000000', 'retrying', '4951', '12.3 s', mapping.lastProcessingResult],
    [...same, 'shardId-000000000001', 'running', '1970-01-01T00:00:00.000Z', 'nothing', mapping.lastProcessingResult],
    [...same, 'shardId-000000000002', 'waiting', 'the oldest record', 'unknown', mapping.lastProcessingResult],
  ]);
});

test('a mapping whose stream has not told its shards yet has a row of its own', () => {
  expect(checkpointsText([{ ...mapping, state: 'Creating', shards: [] }])).toContain('Creating');
  expect(checkpointsText([])).toBe('There is no mapping of a Kinesis or DynamoDB stream.');
});

test('asks the port of the mapping, and says so when nobody is there', async () => {
  const server = createServer((request, response) => {
    response.end(JSON.stringify({ mappings: request.url === '/checkpoints' ? [mapping] : [] }));
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const config = cloudConfig({ CAUDAL_MAPPING_PORT: String(port) });
  expect(await checkpoints(config)).toEqual([mapping]);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await expect(checkpoints(config)).rejects.toThrow(`mapping on port ${port} does not tell its positions`);
});
