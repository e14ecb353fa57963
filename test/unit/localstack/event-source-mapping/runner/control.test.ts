import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { readSettings } from '../../../../../localstack/event-source-mapping/index.ts';
import { controlRoutes } from '../../../../../localstack/event-source-mapping/runner/control/routes.ts';
import { startControlServer } from '../../../../../localstack/event-source-mapping/runner/control/server.ts';
import { createGivenUp } from '../../../../../localstack/event-source-mapping/runner/given-up.ts';
import { createIteratorAges } from '../../../../../localstack/event-source-mapping/runner/iterator-age.ts';
import type { Mappings } from '../../../../../localstack/event-source-mapping/runner/mappings.ts';
import { createMetricBuffer } from '../../../../../localstack/metrics/buffer.ts';

const uuid = '11111111-2222-3333-4444-555555555555';
const none: Mappings = {
  put: () => Promise.reject(new Error('the disk is full')),
  remove: () => Promise.resolve(),
  keep: () => Promise.resolve(),
  get: () => undefined,
  all: () => [],
  stop: () => Promise.resolve(),
};

async function serve() {
  const metrics = createMetricBuffer(() => 60_000);
  const server = await startControlServer(0, controlRoutes(none, metrics));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { address, port } = server.address() as AddressInfo;
  const ask = async (method: string, path: string, body?: unknown, type = 'application/json') => {
    const content = typeof body === 'string' ? body : JSON.stringify(body);
    const headers = { 'content-type': type };
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body: content ?? null });
    return { status: response.status, body: await response.json() };
  };
  return { ask, metrics, address };
}

test('listens on loopback only and says that it runs', async () => {
  const { ask, address } = await serve();
  expect(address).toBe('127.0.0.1');
  expect(await ask('GET', '/health')).toEqual({ status: 200, body: { status: 'running' } });
  expect(await ask('GET', '/mappings')).toEqual({ status: 200, body: { mappings: [] } });
  expect(await ask('GET', '/checkpoints')).toEqual({ status: 200, body: { mappings: [] } });
});

test('says what is wrong with a request', async () => {
  const { ask } = await serve();
  expect(await ask('GET', '/nothing')).toEqual({ status: 404, body: { message: 'there is no GET /nothing' } });
  expect(await ask('GET', `/mappings/${uuid}`)).toMatchObject({ status: 404 });
  expect(await ask('PUT', `/mappings/${uuid}`, '{')).toMatchObject({ status: 422 });
  expect(await ask('PUT', `/mappings/${uuid}`, { configuration: {}, roleArn: '', enabled: 'yes' })).toEqual({
    status: 422,
    body: { message: '"enabled" must be true or false (received yes)' },
  });
  expect(await ask('POST', '/mappings/sync', {})).toMatchObject({ status: 422 });
  expect(await ask('POST', '/mappings/sync', { uuids: [] }, 'text/plain')).toEqual({
    status: 422,
    body: { message: 'content-type must be application/json (received text/plain)' },
  });
  expect(await ask('PUT', `/mappings/${uuid}`, { configuration: {}, roleArn: '', enabled: true })).toEqual({
    status: 500,
    body: { message: 'the disk is full' },
  });
  expect(await ask('PUT', '/mappings/..%2f..', { configuration: {}, roleArn: '', enabled: true })).toMatchObject({
    status: 404,
  });
});

test('metrics: records given up, by mapping, where it counts events', async () => {
  const { ask, metrics } = await serve();
  const configuration = {
    UUID: 'mapping-1',
    EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/events',
    FunctionArn: 'arn:aws:lambda:eu-west-1:111111111111:function:ingest',
    StartingPosition: 'LATEST',
  };
  const record = { sequenceNumber: '1', partitionKey: 'a', arrivedAt: 1, event: {}, bytes: 2 };
  const discard = {
    condition: 'RecordAgeExceeded',
    records: [record, record],
    approximateInvokeCount: 1,
    lastFailure: undefined,
  } as const;
  const givenUp = createGivenUp(metrics);
  givenUp.delivered(readSettings(configuration), discard);
  const counting = readSettings({ ...configuration, MetricsConfig: { Metrics: ['EventCount'] } });
  givenUp.delivered(counting, discard);
  givenUp.dropped(counting, discard);
  const datum = {
    Dimensions: [{ Name: 'EventSourceMappingUUID', Value: 'mapping-1' }],
    Timestamp: 60,
    Unit: 'Count',
    Values: [2],
    Counts: [1],
  };
  expect(await ask('POST', '/_caudal/metrics/drain')).toMatchObject({
    body: [
      {
        namespace: 'AWS/Lambda',
        data: [
          { ...datum, MetricName: 'OnFailureDestinationDeliveredEventCount' },
          { ...datum, MetricName: 'DroppedEventCount' },
        ],
      },
    ],
  });
});

test('metrics: the age of the last record of each batch, by function and by alias, once', async () => {
  const { ask, metrics } = await serve();
  const settings = readSettings({
    EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/events',
    FunctionArn: 'arn:aws:lambda:eu-west-1:111111111111:function:ingest:live',
    StartingPosition: 'LATEST',
  });
  const record = (arrivedAt: number) => ({ sequenceNumber: '1', partitionKey: 'a', arrivedAt, event: {}, bytes: 2 });
  const ages = createIteratorAges(metrics, () => 5000);
  ages.measure(settings, { type: 'invoke', id: '1', records: [record(1000), record(3000)], window: undefined });
  ages.measure(settings, { type: 'invoke', id: '2', records: [], window: undefined });
  const datum = { MetricName: 'IteratorAge', Timestamp: 60, Unit: 'Milliseconds', Values: [2000], Counts: [1] };
  const name = { Name: 'FunctionName', Value: 'ingest' };
  expect(await ask('POST', '/_caudal/metrics/drain')).toEqual({
    status: 200,
    body: [
      {
        account: '111111111111',
        region: 'eu-west-1',
        namespace: 'AWS/Lambda',
        data: [
          { ...datum, Dimensions: [name] },
          { ...datum, Dimensions: [name, { Name: 'Resource', Value: 'ingest:live' }] },
        ],
      },
    ],
  });
  expect(await ask('POST', '/_caudal/metrics/drain')).toEqual({ status: 200, body: [] });
});
