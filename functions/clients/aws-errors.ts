const throttling = new Set([
  'KMSThrottlingException',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'SlowDown',
  'ThrottlingException',
  'TooManyRequestsException',
]);

/**
 * Whether an error of an AWS call may be gone at the next try: throttling, a fault of the service, or no answer at all.
 * What the service refused as wrong (validation, access, a thing that is not there) will be refused again.
 */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (throttling.has(error.name)) return true;
  const status = statusOf(error);
  return status === undefined || status === 429 || status >= 500;
}

/** The error's HTTP status; undefined where no answer came. */
function statusOf(error: Error): number | undefined {
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

/** Anything thrown, as an Error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
