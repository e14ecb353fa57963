import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  FilterLogEventsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionUrlConfigCommand,
  InvokeCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { afterAll, describe, expect, it } from 'vitest';
import { clientSettings, createFunction, invokeFunction, lambdaClient, removeFunction } from './support/functions.ts';
import { until } from './support/until.ts';
import { zip } from './support/zip.ts';

const port = process.env.CAUDAL_PORT;
const lambda = lambdaClient(port);
const logs = new CloudWatchLogsClient(clientSettings(port));
const made = new Set<string>();

async function make(name: string, code: string, settings = {}): Promise<string> {
  made.add(name);
  await forget(`/aws/lambda/${name}`);
  return createFunction(lambda, name, { 'index.mjs': code }, settings);
}

/** Removes what a former run has left in a log group, if there is one. */
async function forget(logGroupName: string): Promise<void> {
  await logs.send(new DeleteLogGroupCommand({ logGroupName })).catch((error: unknown) => {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  });
}

async function updated(name: string): Promise<void> {
  await waitUntilFunctionUpdatedV2(
    { client: lambda, maxWaitTime: 30, minDelay: 0.1, maxDelay: 1 },
    { FunctionName: name },
  );
}

interface Line {
  readonly logStreamName: string;
  readonly message: string;
}

async function linesOf(group: string): Promise<readonly Line[]> {
  const lines: Line[] = [];
  let nextToken: string | undefined;
  do {
    const page = await logs.send(new FilterLogEventsCommand({ logGroupName: group, nextToken }));
    for (const { logStreamName = '', message = '' } of page.events ?? []) lines.push({ logStreamName, message });
    nextToken = page.nextToken;
  } while (nextToken);
  return lines;
}

afterAll(async () => {
  await Promise.all([...made].map((name) => removeFunction(lambda, name)));
});

describe('Lambda through LocalStack', () => {
  it('runs several environments at once, reuses them, and keeps their lines apart and in order', async () => {
    const code = `
      export const handler = async ({ name, ms }) => {
        for (let i = 0; i < 100; i += 1) console.log(name, i);
        await new Promise((resolve) => setTimeout(resolve, ms));
        return process.pid;
      }`;
    await make('test-many', code);
    const atOnce = await Promise.all(
      ['a', 'b', 'c'].map((name) => invokeFunction<number>(lambda, 'test-many', { name, ms: 1500 })),
    );
    const pids = atOnce.map(({ payload }) => payload);
    expect(new Set(pids).size).toBe(3);
    const { payload, log } = await invokeFunction<number>(lambda, 'test-many', { name: 'd', ms: 0 });
    expect(pids).toContain(payload);
    expect(log).toMatch(/REPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 256 MB/);

    const lines = await until(
      () => linesOf('/aws/lambda/test-many'),
      (found) => found.filter(({ message }) => message.startsWith('REPORT')).length === 4,
    );
    const streams = Map.groupBy(lines, ({ logStreamName }) => logStreamName);
    expect(streams.size).toBe(3);
    for (const stream of streams.values()) {
      const text = stream.map(({ message }) => message).join('');
      for (const [, id = '', body = ''] of text.matchAll(
        /START RequestId: (\S+) \S+ \S+\n(.*?)END RequestId: \1\n/gs,
      )) {
        const own = body.trim().split('\n');
        expect(own.map((line) => Number(line.split(' ').at(-1)))).toEqual(Array.from({ length: 100 }, (_, i) => i));
        expect(own.every((line) => line.split('\t')[1] === id)).toBe(true);
      }
    }
    expect(lines.filter(({ message }) => message.includes('\tINFO\t'))).toHaveLength(400);
  });

  it('serves versions, aliases and qualifiers; updates take effect and leave what is running alone', async () => {
    const code = (word: string): string => `
      export const handler = async ({ ms = 0 }, context) => {
        await new Promise((resolve) => setTimeout(resolve, ms));
        return ['${word}', process.env.WORD ?? '', context.functionVersion, context.invokedFunctionArn.split(':')[7] ?? ''];
      }`;
    const name = 'test-versions';
    const ask = async (event: unknown, Qualifier?: string) => {
      const { payload, executedVersion } = await invokeFunction<string[]>(lambda, name, event, { Qualifier });
      return [...payload, executedVersion];
    };
    await make(name, code('one'), { Publish: true });
    await lambda.send(new CreateAliasCommand({ FunctionName: name, Name: 'live', FunctionVersion: '1' }));

    const running = ask({ ms: 3000 });
    await sleep(500);
    await lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile: zip({ 'index.mjs': code('two') }) }),
    );
    await updated(name);
    expect(await ask({})).toEqual(['two', '', '$LATEST', '', '$LATEST']);
    expect(await running).toEqual(['one', '', '$LATEST', '', '$LATEST']);
    expect(await ask({}, 'live')).toEqual(['one', '', '1', 'live', '1']);

    const Environment = { Variables: { WORD: 'new' } };
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Environment }));
    await updated(name);
    expect(await ask({})).toEqual(['two', 'new', '$LATEST', '', '$LATEST']);
    const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName: name }));
    await lambda.send(new UpdateAliasCommand({ FunctionName: name, Name: 'live', FunctionVersion: Version }));
    await expect
      .poll(() => ask({}, 'live').catch(String), { timeout: 20_000 })
      .toEqual(['two', 'new', '2', 'live', '2']);
    expect(await ask({}, '1')).toEqual(['one', '', '1', '1', '1']);
  });

  it('refuses requests that are too large or no JSON, and hands on the client context', async () => {
    const name = 'test-requests';
    await make(name, 'export const handler = async (event, context) => context.clientContext ?? Object.keys(event)');
    const payload = (bytes: number): string => JSON.stringify('x'.repeat(bytes - 2));
    const send = (Payload: string, InvocationType?: 'Event') =>
      lambda.send(new InvokeCommand({ FunctionName: name, Payload, InvocationType }));

    await expect(send(payload(6_291_457))).rejects.toMatchObject({
      name: 'RequestEntityTooLargeException',
      message: 'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
      $metadata: { httpStatusCode: 413 },
    });
    await expect(send(payload(1_048_577), 'Event')).rejects.toMatchObject({ name: 'RequestEntityTooLargeException' });
    expect(await send(payload(1_048_576), 'Event')).toMatchObject({ StatusCode: 202 });
    expect((await send(JSON.stringify({ a: 'x'.repeat(6_000_000) }))).Payload?.transformToString()).toBe('["a"]');
    await expect(send('no json')).rejects.toMatchObject({ name: 'InvalidRequestContentException' });

    const ClientContext = Buffer.from(JSON.stringify({ custom: { word: 'ñ' } })).toString('base64');
    const { payload: context } = await invokeFunction(lambda, name, {}, { ClientContext });
    expect(context).toEqual({ custom: { word: 'ñ' } });
  });

  it('answers errors as Lambda does, and throttles at the reserved concurrency', async () => {
    const name = 'test-failures';
    const code = `
      export const handler = async ({ fail, hang, large }) => {
        if (fail) throw new TypeError('boom');
        if (hang) await new Promise((resolve) => setTimeout(resolve, 60_000));
        return 'x'.repeat(large ?? 0);
      }`;
    // Enough for an answer of 6 MB while other suites are at work.
    await make(name, code, { Timeout: 3 });
    const failed = await invokeFunction<{ errorType: string; errorMessage: string }>(lambda, name, { fail: true });
    expect(failed).toMatchObject({
      functionError: 'Unhandled',
      payload: { errorType: 'TypeError', errorMessage: 'boom' },
    });
    const late = await invokeFunction<{ errorMessage: string }>(lambda, name, { hang: true });
    expect(late.payload.errorMessage).toMatch(/^RequestId: \S+ Error: Task timed out after 3\.00 seconds$/);
    const large = await invokeFunction<{ errorType: string }>(lambda, name, { large: 6_291_556 });
    expect(large.payload.errorType).toBe('Function.ResponseSizeTooLarge');

    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: 0 }));
    await expect(invokeFunction(lambda, name)).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      $metadata: { httpStatusCode: 429 },
    });
  });

  it('runs Python, logs JSON to a group of its own choice', async () => {
    made.add('test-python');
    await forget('/test/chosen');
    const code =
      'import logging\ndef handle(event, context):\n  logging.warning("careful")\n  return context.function_name\n';
    await createFunction(
      lambda,
      'test-python',
      { 'main.py': code },
      {
        Runtime: 'python3.13',
        Handler: 'main.handle',
        LoggingConfig: {
          LogFormat: 'JSON',
          LogGroup: '/test/chosen',
          ApplicationLogLevel: 'WARN',
          SystemLogLevel: 'INFO',
        },
      },
    );
    expect((await invokeFunction(lambda, 'test-python')).payload).toBe('test-python');
    const found = await until(
      () => linesOf('/test/chosen').catch(() => []),
      (lines) => lines.length >= 4,
    );
    const events = found.map(({ message }) => JSON.parse(message));
    expect(events.map(({ type, level }) => type ?? level)).toEqual([
      'platform.initStart',
      'platform.start',
      'WARNING',
      'platform.report',
    ]);
  });

  it('answers at a function URL', async () => {
    const name = 'test-url';
    const code = `
      export const handler = async ({ rawPath, queryStringParameters, cookies, body, isBase64Encoded, requestContext }) => ({
        statusCode: 201,
        headers: { 'x-path': rawPath },
        cookies: ['a=1; Secure', 'b=2'],
        body: JSON.stringify({ queryStringParameters, cookies, body, isBase64Encoded, method: requestContext.http.method }),
      })`;
    await make(name, code);
    await lambda.send(
      new AddPermissionCommand({
        FunctionName: name,
        StatementId: 'url',
        Action: 'lambda:InvokeFunctionUrl',
        Principal: '*',
        FunctionUrlAuthType: 'NONE',
      }),
    );
    const { FunctionUrl = '' } = await lambda.send(
      new CreateFunctionUrlConfigCommand({ FunctionName: name, AuthType: 'NONE' }),
    );
    const answer = await post(FunctionUrl, '/some/path?x=1', Buffer.from([0, 255]), { cookie: 'c=3; d=4' });
    expect(answer.status).toBe(201);
    expect(answer.headers).toMatchObject({ 'x-path': '/some/path', 'set-cookie': ['a=1; Secure', 'b=2'] });
    expect(JSON.parse(answer.body)).toEqual({
      queryStringParameters: { x: '1' },
      cookies: ['c=3', 'd=4'],
      body: 'AP8=',
      isBase64Encoded: true,
      method: 'POST',
    });
  });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** Names below `localhost` are this machine, but not every resolver knows it. */
function post(url: string, path: string, body: Buffer, headers: Record<string, string>): Promise<Answer> {
  const { host } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, path, method: 'POST', headers: { ...headers, host } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() }),
        );
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}
