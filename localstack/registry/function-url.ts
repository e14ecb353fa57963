import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';

/** A request to be handed on. */
export interface Handed {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly contentType: string | undefined;
  readonly body: Buffer;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

/** The registry can't be asked; the message says what to do. */
export class OutOfReach extends Error {
  override readonly name = 'OutOfReach';
}

/** LocalStack takes any signature, and the account from the key. */
const signature =
  'AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0';
const WAIT_MS = 30_000;

/**
 * Hands requests to a function by its URL, through LocalStack. The URL is looked up each time: a deployment may have changed it.
 *
 * @param gatewayPort of LocalStack on 127.0.0.1
 */
export function functionUrl(gatewayPort: number, functionName: string): (handed: Handed) => Promise<Answer> {
  return async (handed) => {
    const host = await hostOf(gatewayPort, functionName);
    return call(gatewayPort, handed, { host, authorization: signature });
  };
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionUrlConfig.html */
async function hostOf(gatewayPort: number, functionName: string): Promise<string> {
  const target = `/2021-10-31/functions/${functionName}/url`;
  const asked = { method: 'GET', target, contentType: undefined, body: Buffer.alloc(0) };
  const { status, body } = await call(gatewayPort, asked, { authorization: signature });
  if (status === 404) {
    throw new OutOfReach(`The registry is the function ${functionName}, which is not deployed yet: ./caudal deploy`);
  }
  const { FunctionUrl } = JSON.parse(body.toString('utf8')) as { FunctionUrl?: string };
  if (status !== 200 || FunctionUrl === undefined) {
    throw new OutOfReach(`LocalStack does not tell the URL of ${functionName}; it answered ${status}: ./caudal status`);
  }
  return new URL(FunctionUrl).host;
}

async function call(
  port: number,
  { method, target, contentType, body }: Handed,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  const outgoing = request({
    host: '127.0.0.1',
    port,
    method,
    path: target,
    headers: {
      ...headers,
      ...(contentType !== undefined && { 'content-type': contentType }),
      'content-length': body.byteLength,
    },
    timeout: WAIT_MS,
  });
  outgoing.once('timeout', () => outgoing.destroy(new Error(`no answer within ${WAIT_MS} ms`)));
  try {
    outgoing.end(body);
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    return {
      status: incoming.statusCode ?? 502,
      contentType: incoming.headers['content-type'] ?? 'application/json',
      body: Buffer.concat(chunks),
    };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new OutOfReach(`LocalStack does not answer on port ${port} (${why}): ./caudal status`, { cause });
  }
}
