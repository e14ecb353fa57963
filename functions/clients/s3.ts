import { S3Client } from '@aws-sdk/client-s3';
import { http, MAX_ATTEMPTS } from './http.ts';

/**
 * S3, in a file of its own since the ingest function loads it only when it must. The local cloud has no host name a
 * bucket, so there the bucket goes into the path.
 *
 * @param requestTimeout milliseconds without an answer @default 20000
 */
export function s3Client(requestTimeout = 20_000): S3Client {
  return new S3Client({
    maxAttempts: MAX_ATTEMPTS,
    forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined,
    requestHandler: http(requestTimeout),
  });
}
