import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import {
  type DeliverCommand,
  type InvokeCommand,
  readSettings,
} from '../../../../../localstack/event-source-mapping/index.ts';
import { createClients } from '../../../../../localstack/event-source-mapping/runner/aws/clients.ts';
import { createDeliver } from '../../../../../localstack/event-source-mapping/runner/destinations.ts';
import { createInvoke } from '../../../../../localstack/event-source-mapping/runner/invoke.ts';
import { createLog } from '../../../../../localstack/event-source-mapping/runner/log.ts';

const settings = readSettings({
  UUID: '11111111-2222-3333-4444-555555555555',
  EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/events',
  FunctionArn: 'arn:aws:lambda:us-east-1:111111111111:function:ingest:live',
  StartingPosition: 'LATEST',
  DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::bucket' } },
});
const record = { sequenceNumber: '1', partitionKey: 'a', arrivedAt: 0, event: { data: 'secret' }, bytes: 20 };
const command: InvokeCommand = { type: 'invoke', id: '7', records: [record], window: undefined };

/** A port that plays LocalStack's gateway. */
async function gateway(answer: RequestListener, port = 0) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(stop);
  return { port: (server.address() as AddressInfo).port, stop };
}

function world(gatewayPort: number) {
  const lines: string[] = [];
  const clients = createClients({ kinesisPort: 1, dynamodbPort: 1, gatewayPort });
  const ages = { measure: () => undefined };
  return { lines, clients, gatewayPort, ages, log: createLog((line) => lines.push(line)) };
}

const running = new AbortController().signal;

test('what the function returns, with the facts that a destination is told', async () => {
  const seen: unknown[] = [];
  const { port } = await gateway(async (request, response) => {
    seen.push(request.url, request.headers.authorization, await json(request));
    response
      .writeHead(200, { 'x-amz-executed-version': '3', 'x-amzn-requestid': 'id-1' })
      .end('{"batchItemFailures":[]}');
  });
  const invoke = createInvoke(settings, world(port));
  expect(await invoke('shard', command, running)).toEqual({
    type: 'returned',
    id: '7',
    requestId: 'id-1',
    statusCode: 200,
    executedVersion: '3',
    payload: '{"batchItemFailures":[]}',
  });
  expect(seen).toEqual([
    `/2015-03-31/functions/${encodeURIComponent(settings.functionArn)}/invocations`,
    expect.stringContaining('Credential=111111111111/'),
    { Records: [{ data: 'secret' }] },
  ]);
});

test('an error of the function is an attempt, and its payload is not logged', async () => {
  const { port } = await gateway((_, response) => {
    response.writeHead(200, { 'x-amz-function-error': 'Unhandled' }).end('{"errorMessage":"secret"}');
  });
  const { lines, ...rest } = world(port);
  expect(await createInvoke(settings, rest)('shard', command, running)).toMatchObject({
    type: 'failed',
    functionError: 'Unhandled',
  });
  expect(lines.join()).toContain('the function failed');
  expect(lines.join()).not.toContain('secret');
});

test.each([
  [429, 'TooManyRequestsException'],
  [404, 'ResourceNotFoundException'],
  [409, 'ResourceConflictException'],
  [500, 'ServiceException'],
])('%i %s is no attempt, and is logged once', async (status, name) => {
  const { port } = await gateway((_, response) => {
    response.writeHead(status, { 'x-amzn-errortype': name }).end(JSON.stringify({ message: 'not now' }));
  });
  const { lines, ...rest } = world(port);
  const invoke = createInvoke(settings, rest);
  expect(await invoke('shard', command, running)).toEqual({ type: 'unavailable', id: '7' });
  expect(await invoke('shard', command, running)).toEqual({ type: 'unavailable', id: '7' });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(name);
});

test.each(['RequestTooLargeException', 'RequestEntityTooLargeException'])(
  'an event that is too large is an attempt, since it would be refused for ever: %s',
  async (name) => {
    const { port } = await gateway((request, response) => {
      request.resume();
      response
        .writeHead(413, { 'x-amzn-errortype': name, 'x-amzn-requestid': 'id-2' })
        .end(
          JSON.stringify({ message: 'Request must be smaller than 6291456 bytes for the InvokeFunction operation' }),
        );
    });
    const { lines, ...rest } = world(port);
    expect(await createInvoke(settings, rest)('shard', command, running)).toEqual({
      type: 'failed',
      id: '7',
      requestId: 'id-2',
      statusCode: 413,
      executedVersion: 'live',
      functionError: name,
    });
    expect(lines.join()).toContain('the function failed');
  },
);

test('while LocalStack is down it waits, and says so when it is back or no longer wanted', async () => {
  const first = await gateway(() => undefined);
  await first.stop();
  const invoke = createInvoke(settings, world(first.port));
  const stopping = new AbortController();
  const unwanted = invoke('shard', command, stopping.signal);
  const wanted = invoke('shard', command, running);
  stopping.abort();
  expect(await unwanted).toEqual({ type: 'unavailable', id: '7' });
  await gateway((_, response) => void response.end('null'), first.port);
  expect(await wanted).toEqual({ type: 'unavailable', id: '7' });
  expect(await invoke('shard', command, running)).toMatchObject({ type: 'returned', payload: 'null' });
});

test('a destination that refuses is told of as not reached; one that is down is waited for', async () => {
  const discard: DeliverCommand['discard'] = {
    condition: 'RetryAttemptsExhausted',
    records: [record],
    approximateInvokeCount: 1,
    lastFailure: undefined,
  };
  const command: DeliverCommand = { type: 'deliver', id: '8', discard, at: 0 };
  const refusing = await gateway((_, response) => void response.writeHead(404).end());
  expect(await createDeliver(settings, world(refusing.port))('shard', command, running)).toBe(false);
  await refusing.stop();
  const told = createDeliver(settings, world(refusing.port))('shard', command, running);
  const puts: unknown[] = [];
  await gateway((request, response) => {
    puts.push(`${request.method} ${request.url}`);
    request.resume().once('end', () => response.end());
  }, refusing.port);
  expect(await told).toBe(true);
  expect(puts).toEqual([
    expect.stringContaining('PUT /bucket/aws/lambda/11111111-2222-3333-4444-555555555555/shard/1970/01/01/'),
  ]);
});
