import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteFunctionCommand,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
  ResourceNotFoundException,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { zip } from './zip.ts';

const SECONDS_TO_ACTIVE = 30;

/** What an invocation gave. */
export interface Invoked<T> {
  readonly payload: T;
  /** `Unhandled` when the function failed. */
  readonly functionError?: string;
  readonly executedVersion?: string;
  /** The last 4 KB of the log, where `LogType` is `Tail`. */
  readonly log: string;
}

/** Settings of a client that speaks to the local cloud at a port. It tries once, so that a test sees each error. */
export function clientSettings(port: string | undefined) {
  return {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ connectionTimeout: 5000 }),
  };
}

/** A Lambda client for the cloud at a port. */
export function lambdaClient(port: string | undefined): LambdaClient {
  return new LambdaClient(clientSettings(port));
}

/** Makes a function of files in memory, and waits until it can be invoked. One of the same name is removed first. */
export async function createFunction(
  client: LambdaClient,
  name: string,
  files: Readonly<Record<string, string>>,
  settings: Partial<CreateFunctionCommandInput> = {},
): Promise<string> {
  await removeFunction(client, name);
  const { FunctionArn } = await client.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/test',
      MemorySize: 256,
      Timeout: 10,
      Code: { ZipFile: zip(files) },
      ...settings,
    }),
  );
  await waitUntilFunctionActiveV2(
    { client, maxWaitTime: SECONDS_TO_ACTIVE, minDelay: 0.1, maxDelay: 1 },
    { FunctionName: name },
  );
  return FunctionArn ?? '';
}

/** Removes a function that may be there. */
export async function removeFunction(client: LambdaClient, name: string): Promise<void> {
  try {
    await client.send(new DeleteFunctionCommand({ FunctionName: name }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
}

/** Invokes a function and reads what it answered. */
export async function invokeFunction<T>(
  client: LambdaClient,
  name: string,
  event: unknown = {},
  settings: Partial<InvokeCommandInput> = {},
): Promise<Invoked<T>> {
  const answer = await client.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event), LogType: 'Tail', ...settings }),
  );
  return {
    payload: JSON.parse(answer.Payload?.transformToString() || 'null') as T,
    log: Buffer.from(answer.LogResult ?? '', 'base64').toString(),
    ...(answer.FunctionError ? { functionError: answer.FunctionError } : {}),
    ...(answer.ExecutedVersion ? { executedVersion: answer.ExecutedVersion } : {}),
  };
}
