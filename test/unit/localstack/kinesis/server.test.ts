import { request } from 'node:http';
import { cbor, tag } from '@smithy/core/cbor';
import { describe, expect, test } from 'vitest';
import { serveEngine } from '../../../support/kinesis/served.ts';

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

interface Server {
  /** Sends a request whose body is written already. */
  post(
    target: string | undefined,
    body: string | Uint8Array,
    headers?: Record<string, string>,
    path?: string,
  ): Promise<Reply>;
  /** Calls an operation in JSON. */
  call(operation: string, input?: object, headers?: Record<string, string>): Promise<Record<string, unknown>>;
  readonly failures: unknown[];
  readonly port: number;
}

async function startServer(): Promise<Server> {
  const failures: unknown[] = [];
  const { port } = await serveEngine((error) => failures.push(error));

  const post: Server['post'] = (target, body, headers = {}, path = '/') =>
    new Promise((resolve, reject) => {
      const all = { ...(target === undefined ? {} : { 'x-amz-target': target }), ...headers };
      const call = request({ port, host: '127.0.0.1', method: 'POST', path, headers: all }, async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
      call.once('error', reject);
      call.end(body);
    });

  return {
    post,
    port,
    failures,
    async call(operation, input = {}, headers = {}) {
      const reply = await post(`Kinesis_20131202.${operation}`, JSON.stringify(input), headers);
      expect(reply.status, reply.body.toString()).toBe(200);
      return reply.body.length === 0 ? {} : JSON.parse(reply.body.toString());
    },
  };
}

const credential = (key: string, region: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/${region}/kinesis/aws4_request, SignedHeaders=host, Signature=0`,
});

const record = { StreamName: 's', PartitionKey: 'a', Data: Buffer.from('1').toString('base64') };

describe('over HTTP', () => {
  test('account and region are those of the credential', async () => {
    const server = await startServer();
    await server.call('CreateStream', { StreamName: 's', ShardCount: 1 }, credential('111111111111', 'eu-west-1'));
    expect((await server.call('ListStreams')).StreamNames).toEqual([]);
    expect((await server.call('ListStreams', {}, credential('AKIAEXAMPLE', 'eu-west-1'))).StreamNames).toEqual([]);
    const there = await server.call('ListStreams', {}, credential('111111111111', 'eu-west-1'));
    expect(there.StreamSummaries).toMatchObject([{ StreamARN: 'arn:aws:kinesis:eu-west-1:111111111111:stream/s' }]);
  });

  test('an operation without an answer has an empty body; an error has its type in body and header', async () => {
    const server = await startServer();
    const target = 'Kinesis_20131202.CreateStream';
    const made = await server.post(target, JSON.stringify({ StreamName: 's', ShardCount: 1 }));
    expect([made.status, made.body.length]).toEqual([200, 0]);
    const again = await server.post(target, JSON.stringify({ StreamName: 's', ShardCount: 1 }));
    expect(again.status).toBe(400);
    expect(again.headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-errortype': 'ResourceInUseException',
    });
    expect(JSON.parse(again.body.toString())).toEqual({
      __type: 'ResourceInUseException',
      message: 'Stream s under account 000000000000 already exists.',
    });
  });

  test.each([
    ['no target', undefined, '{}', 400, 'UnknownOperationException'],
    ['the target of another service', 'DynamoDB_20120810.ListTables', '{}', 400, 'UnknownOperationException'],
    ['a body that is no JSON', 'Kinesis_20131202.ListStreams', '{', 400, 'SerializationException'],
    [
      'a giant body',
      'Kinesis_20131202.ListStreams',
      Buffer.alloc(20 * 1024 * 1024 + 1),
      413,
      'RequestEntityTooLargeException',
    ],
  ])('%s is refused', async (_what, target, body, status, type) => {
    const server = await startServer();
    const reply = await server.post(target, body);
    expect([reply.status, JSON.parse(reply.body.toString()).__type]).toEqual([status, type]);
    expect(server.failures).toEqual([]);
  });

  test('speaks CBOR with bytes and times as the Java SDK expects them', async () => {
    const server = await startServer();
    const headers = { 'content-type': 'application/x-amz-cbor-1.1' };
    const call = async (operation: string, input: object) => {
      const reply = await server.post(`Kinesis_20131202.${operation}`, cbor.serialize(input), headers);
      expect(reply.headers['content-type']).toBe('application/x-amz-cbor-1.1');
      return reply.body.length === 0 ? {} : cbor.deserialize(reply.body);
    };
    const before = Date.now();
    await call('CreateStream', { StreamName: 's', ShardCount: 1 });
    await call('PutRecord', { StreamName: 's', PartitionKey: 'a', Data: Buffer.from('bytes') });
    const { ShardIterator } = await call('GetShardIterator', {
      ...{ StreamName: 's', ShardId: 'shardId-000000000000', ShardIteratorType: 'AT_TIMESTAMP' },
      Timestamp: tag({ tag: 1, value: before }),
    });
    const { Records } = await call('GetRecords', { ShardIterator });
    expect(Buffer.from(Records[0].Data).toString()).toBe('bytes');
    expect(Records[0].ApproximateArrivalTimestamp).toMatchObject({ tag: 1 });
    expect(Records[0].ApproximateArrivalTimestamp.value).toBeGreaterThanOrEqual(before);
    expect(await call('DescribeStream', { StreamName: 'none' })).toEqual({
      __type: 'ResourceNotFoundException',
      message: 'Stream none under account 000000000000 not found.',
    });
  });

  test('metrics are drained once', async () => {
    const server = await startServer();
    await server.call('CreateStream', { StreamName: 's', ShardCount: 1 });
    await server.call('PutRecord', record);
    const drain = async () =>
      JSON.parse((await server.post(undefined, '', {}, '/_caudal/metrics/drain')).body.toString());
    expect(await drain()).toMatchObject([{ namespace: 'AWS/Kinesis', account: '000000000000', region: 'us-east-1' }]);
    expect(await drain()).toEqual([]);
  });
});

describe('a GetRecords that may wait', () => {
  const wait = { 'x-caudal-wait-ms': '20000' };

  async function atTip(): Promise<{
    server: Server;
    read: (headers?: Record<string, string>) => Promise<Record<string, unknown>>;
  }> {
    const server = await startServer();
    await server.call('CreateStream', { StreamName: 's', ShardCount: 1 });
    const { ShardIterator } = await server.call('GetShardIterator', {
      ...{ StreamName: 's', ShardId: 'shardId-000000000000', ShardIteratorType: 'LATEST' },
    });
    return { server, read: (headers) => server.call('GetRecords', { ShardIterator }, headers) };
  }

  test('answers at once without the header, and when the time is over', async () => {
    const { read } = await atTip();
    expect((await read()).Records).toEqual([]);
    expect((await read({ 'x-caudal-wait-ms': '20' })).Records).toEqual([]);
  });

  test('answers when a record is there', async () => {
    const { server, read } = await atTip();
    const reading = read(wait);
    await server.call('PutRecord', record);
    expect((await reading).Records).toMatchObject([{ PartitionKey: 'a', Data: record.Data }]);
  });

  test('answers when the shard is closed', async () => {
    const { server, read } = await atTip();
    const reading = read(wait);
    await server.call('UpdateShardCount', { StreamName: 's', TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' });
    expect(await reading).toMatchObject({ Records: [], NextShardIterator: null, ChildShards: [{}, {}] });
  });

  test('answers when the stream is deleted', async () => {
    const { server } = await atTip();
    const { ShardIterator } = await server.call('GetShardIterator', {
      ...{ StreamName: 's', ShardId: 'shardId-000000000000', ShardIteratorType: 'LATEST' },
    });
    const reading = server.post('Kinesis_20131202.GetRecords', JSON.stringify({ ShardIterator }), wait);
    await server.call('DeleteStream', { StreamName: 's' });
    expect(JSON.parse((await reading).body.toString())).toMatchObject({ __type: 'ResourceNotFoundException' });
  });

  test('refuses a wait that is no time', async () => {
    const { server } = await atTip();
    const reply = await server.post('Kinesis_20131202.GetRecords', '{}', { 'x-caudal-wait-ms': '20001' });
    expect(reply.body.toString()).toContain(
      'x-caudal-wait-ms must be a whole number from 0 to 20000 (received \\"20001\\")',
    );
  });
});
