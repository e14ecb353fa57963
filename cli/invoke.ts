import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { UserError } from './errors.ts';

/** Longer than a function may run (900 s): the answer comes when it is done. */
const ANSWER_WITHIN_MS = 960_000;

/** What an invocation needs beside the function's name and its payload. */
interface InvokeOptions {
  /** What to type to learn why it failed. */
  readonly hint: string;
  /** Ends the waiting; the function itself goes on. */
  readonly signal?: AbortSignal;
}

/** Invokes a function once, never again by itself, and gives its answer. @throws {UserError} when the function fails, or is not deployed */
export async function invokeFunction<T>(name: string, payload: unknown, { hint, signal }: InvokeOptions): Promise<T> {
  const client = new LambdaClient({
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ requestTimeout: ANSWER_WITHIN_MS }),
  });
  try {
    const { Payload, FunctionError } = await client.send(
      new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload) }),
      signal ? { abortSignal: signal } : {},
    );
    const text = Buffer.from(Payload ?? []).toString();
    if (FunctionError) throw new UserError(`${name} failed: ${text}`, { hint });
    return JSON.parse(text) as T;
  } catch (cause) {
    if ((cause as Error).name !== 'ResourceNotFoundException') throw cause;
    const deploys = './caudal deploy deploys what pipelines/ declares.';
    throw new UserError(`There is no function ${name} on the local cloud`, { hint: deploys, cause });
  } finally {
    client.destroy();
  }
}
