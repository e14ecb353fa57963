import { PutObjectCommand } from '@aws-sdk/client-s3';
import { s3Client } from './s3.ts';

/** With its retries it stays within the time-out of an ingest function. */
const TIMEOUT_MS = 5_000;

/** Puts one object, with a client of its own: for those who put one once in a while. */
export async function putObject(bucket: string, key: string, body: Uint8Array): Promise<void> {
  const client = s3Client(TIMEOUT_MS);
  try {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  } finally {
    client.destroy();
  }
}
