import type { IncomingMessage } from 'node:http';
import { KinesisError } from '../errors.ts';

/** 500 records of 10 MiB together, in base64, and what is around them. Unit: bytes. */
const largestBody = 20 * 1024 * 1024;

/** Reads a request's body. @throws {KinesisError} RequestEntityTooLargeException over 20 MiB */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
  }
  if (size > largestBody) {
    throw new KinesisError('RequestEntityTooLargeException', `The request has ${size} bytes, over ${largestBody}.`);
  }
  return Buffer.concat(chunks, size);
}
