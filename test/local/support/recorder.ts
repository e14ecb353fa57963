import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { CreateFunctionCommand, DeleteFunctionCommand, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { onTestFinished } from 'vitest';
import { localRegion } from '../../../localstack/access.ts';
import { account, type TestClients } from './clients.ts';
import { until } from './until.ts';

/** An invocation as the function saw it. Times in milliseconds since 1970. */
export interface Call {
  readonly began: number;
  /** Undefined while it runs, and when its process was killed. */
  ended?: number;
  readonly event: FunctionEvent;
}

/** What a mapping sends to a function. */
export interface FunctionEvent {
  readonly Records: readonly EventRecord[];
  readonly [name: string]: unknown;
}

/** A record of either kind of stream. */
export interface EventRecord {
  readonly eventID: string;
  readonly kinesis?: { readonly data: string; readonly partitionKey: string; readonly sequenceNumber: string };
  readonly dynamodb?: { readonly SequenceNumber: string; readonly [name: string]: unknown };
  readonly [name: string]: unknown;
}

/** A function that tells the test what it is called with. */
export interface Recorder {
  readonly name: string;
  readonly arn: string;
  /** Every call so far, also those that failed, in the order in which they began. */
  calls(): Call[];
  /** The data of all records of all calls, as text. */
  data(): string[];
  /** Waits until the calls pass; gives them in any case. */
  until(passes: (calls: Call[]) => boolean, timeoutMs?: number): Promise<Call[]>;
}

/**
 * Deploys a Node function for the time of a test. It sends each event to the test, then does what `body` says.
 *
 * @param body of an async function of `event`, `texts` (the data of its Kinesis records) and `sleep(ms)`
 */
export async function deployRecorder(clients: TestClients, name: string, body = ''): Promise<Recorder> {
  const { calls, url, close } = await listen();
  await clients.lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: `arn:aws:iam::${account}:role/recorder`,
      Timeout: 30,
      Environment: { Variables: { CALLS: url } },
      Code: { ZipFile: zipSync({ 'index.mjs': strToU8(source(body)) }) },
    }),
  );
  onTestFinished(async () => {
    await clients.lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
    close();
  });
  await until(
    () => clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name })),
    ({ State }) => State !== 'Pending',
    30_000,
    50,
  );
  return {
    name,
    arn: `arn:aws:lambda:${localRegion}:${account}:function:${name}`,
    calls: () => calls,
    data: () => calls.flatMap(({ event }) => textsOf(event)),
    until: (passes, timeoutMs = 20_000) => until(async () => calls, passes, timeoutMs, 50),
  };
}

/** The data of an event's Kinesis records, as text. */
export function textsOf({ Records }: FunctionEvent): string[] {
  return Records.map(({ kinesis }) => Buffer.from(kinesis?.data ?? '', 'base64').toString());
}

/** Takes what a function says: the event when it begins, and that it has ended. Its file system is not the test's. */
async function listen() {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const index = Number(request.url?.slice(1));
    const call = calls[index];
    if (call) call.ended = Date.now();
    else calls.push({ began: Date.now(), event: (await json(request)) as FunctionEvent });
    response.end(String(calls.length - 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { calls, close, url: `http://127.0.0.1:${port}` };
}

function source(body: string): string {
  return `
    import { setTimeout as sleep } from 'node:timers/promises';
    const act = async (event, texts) => { ${body} };
    const post = async (path, body = '') => (await fetch(process.env.CALLS + path, { method: 'POST', body })).text();
    export async function handler(event) {
      const call = await post('/new', JSON.stringify(event));
      const texts = (event.Records ?? []).map(({ kinesis }) => kinesis && Buffer.from(kinesis.data, 'base64').toString());
      try {
        return await act(event, texts);
      } finally {
        await post('/' + call);
      }
    }`;
}
