import { NodeHttpHandler } from '@smithy/node-http-handler';

/** A call and two retries, each with its own time-out. */
export const MAX_ATTEMPTS = 3;

/**
 * HTTP/1.1 with time-outs. They stay well under those of the functions here, so that a call that hangs leaves time to
 * say so.
 *
 * @param requestTimeout milliseconds without an answer @default 8000
 */
export function http(requestTimeout = 8_000): NodeHttpHandler {
  return new NodeHttpHandler({ connectionTimeout: 2_000, requestTimeout, throwOnRequestTimeout: true });
}
