import { setTimeout as sleep } from 'node:timers/promises';

/** How an attempt to reach a service may end. */
export interface WaitOptions {
  /** Gives up after this long. Unit: ms. */
  readonly timeoutMilliseconds: number;
  /** Between two attempts. Unit: ms. @default 100 */
  readonly intervalMilliseconds?: number;
  readonly signal?: AbortSignal;
  /** Waiting ends at once when this becomes false: the process that is waited for has ended. */
  readonly alive: () => boolean;
}

/**
 * Repeats a probe until it does not throw.
 *
 * @throws {Error} `ended before it answered`, or `no answer within …` with the last failure as its cause
 * @throws the reason of `signal` when it aborts
 */
export async function waitUntilReady(probe: () => Promise<void>, options: WaitOptions): Promise<void> {
  const deadline = performance.now() + options.timeoutMilliseconds;
  for (;;) {
    options.signal?.throwIfAborted();
    if (!options.alive()) throw new Error('ended before it answered');
    try {
      return await probe();
    } catch (error) {
      if (performance.now() > deadline) {
        const seconds = Math.round(options.timeoutMilliseconds / 1000);
        const last = error instanceof Error ? error.message : String(error);
        throw new Error(`gave no answer within ${seconds} s (last: ${last})`, { cause: error });
      }
    }
    await sleep(options.intervalMilliseconds ?? 100, undefined, options.signal ? { signal: options.signal } : {});
  }
}

/** A request to a service that speaks the AWS protocols. */
export interface AwsProbe {
  readonly port: number;
  /** Name for the credential scope, such as `dynamodb`. */
  readonly service: string;
  /** `X-Amz-Target` of a JSON service; without it a GET is sent. */
  readonly target?: string;
  /** @default '/' */
  readonly path?: string;
  /** Unit: ms. @default 2000 */
  readonly timeoutMilliseconds?: number;
}

/**
 * Sends one request and expects status 200. The local servers read account and region from the header and check no
 * signature, so none is computed.
 *
 * @throws {Error} on a connection failure, a time-out or another status
 */
export async function awsProbe(probe: AwsProbe): Promise<void> {
  const scope = `000000000000/20260101/us-east-1/${probe.service}/aws4_request`;
  const response = await fetch(`http://127.0.0.1:${probe.port}${probe.path ?? '/'}`, {
    method: probe.target === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=0`,
      'x-amz-date': '20260101T000000Z',
      ...(probe.target === undefined
        ? {}
        : { 'x-amz-target': probe.target, 'content-type': `application/x-amz-json-${jsonVersion(probe.service)}` }),
    },
    ...(probe.target === undefined ? {} : { body: '{}' }),
    signal: AbortSignal.timeout(probe.timeoutMilliseconds ?? 2000),
  });
  const text = await response.text();
  if (response.status !== 200) {
    throw new Error(`${probe.service} answered ${response.status}: ${text.slice(0, 200)}`);
  }
}

function jsonVersion(service: string): string {
  return service === 'dynamodb' ? '1.0' : '1.1';
}
