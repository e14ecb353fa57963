import type { MappingSettings } from '../model.ts';
import { hash } from './hash.ts';

/** Back-off after the first failure, in milliseconds, before jitter. */
const FIRST_BACKOFF_MS = 200;
/** Back-off at most, in milliseconds. */
const LONGEST_BACKOFF_MS = 30_000;

/**
 * Whether a batch that failed this often may be tried again. Function errors and batch responses that report a failure
 * count; throttles, and invocations that never reached the function, do not.
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export function mayRetry({ maximumRetryAttempts }: MappingSettings, failedAttempts: number): boolean {
  return maximumRetryAttempts === -1 || failedAttempts <= maximumRetryAttempts;
}

/**
 * How long to wait after so many failures in a row: doubling from 200 ms up to 30 s, of which the id's hash takes up to a
 * half, so that shards that fail together do not return together. AWS says that it backs off exponentially, not how.
 */
export function backoff(failures: number, id: string): number {
  const full = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(failures - 1, 30));
  return Math.round(full * (0.5 + (hash(id) % 1000) / 2000));
}
