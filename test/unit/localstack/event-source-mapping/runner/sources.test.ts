import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createClients } from '../../../../../localstack/event-source-mapping/runner/aws/clients.ts';
import { createLog } from '../../../../../localstack/event-source-mapping/runner/log.ts';
import { dynamodbSource } from '../../../../../localstack/event-source-mapping/runner/sources/dynamodb.ts';
import { kinesisSource } from '../../../../../localstack/event-source-mapping/runner/sources/kinesis.ts';
import { ROLE, settingsWith, TABLE_STREAM } from '../support/shard.ts';

test('an answer without a list is no empty list: nothing is known, and no position is dropped', async () => {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{}');
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const clients = createClients({ kinesisPort: port, dynamodbPort: port, gatewayPort: port });
  const place = { account: '000000000000', region: 'us-east-1' };
  const world = { port, now: Date.now, log: createLog(() => undefined) };
  const kinesis = kinesisSource(clients.kinesis(place), settingsWith(), ROLE, world);
  const table = settingsWith({ EventSourceArn: TABLE_STREAM });
  const dynamodb = dynamodbSource(clients.dynamodbStreams(place), table, world);
  const { signal } = new AbortController();
  await expect(kinesis.shards(signal)).rejects.toThrow('ListShards of events gave no shards');
  await expect(dynamodb.shards(signal)).rejects.toThrow(/DescribeStream of .*table\/items.* gave no shards/);
  server.closeAllConnections();
});
