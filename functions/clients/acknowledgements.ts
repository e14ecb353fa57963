import { randomBytes } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { Acknowledgement } from '../../core/acknowledgement.ts';
import { bucketPrefixes } from '../../core/names.ts';
import { asError } from './aws-errors.ts';
import { backoffMs } from './backoff.ts';
import type { Clock } from './clock.ts';
import { inPool } from './pool.ts';

/** Where acknowledgements lie, and whether all of them do. */
interface KeptAcknowledgements {
  /** `s3://<bucket>/<prefix>`, to be read with {@link readAcknowledgements}. */
  readonly location: string;
  /** Lines in S3. */
  readonly kept: number;
  /** Lines that could not be written: the ledger does not know of them. */
  readonly missing: number;
  /** Why, where some are missing. */
  readonly error?: string;
}

/** Keeps acknowledgements. */
export interface AcknowledgementSink {
  /** Takes lines. Returns at once: parts are written beside the work, whose schedule they do not disturb. */
  add(acknowledgements: readonly Acknowledgement[]): void;
  /** Writes what is left and waits for all. Never throws. */
  close(): Promise<KeptAcknowledgements>;
}

/** Where and how a {@link acknowledgementWriter} writes. */
export interface AcknowledgementWriterOptions {
  readonly client: Pick<S3Client, 'send'>;
  readonly bucket: string;
  readonly pipeline: string;
  readonly runId: string;
  /** Index of the producer within the run. */
  readonly producer: number;
  readonly clock: Clock;
  /**
   * Called once a writer, for what tells its parts from those of other writers of the same run and producer, such as a
   * function that was invoked again. @default 12 random hexadecimal digits
   */
  readonly drawId?: () => string;
  /** Lines a part at the most. @default 5000 */
  readonly linesPerPart?: number;
  /** How long a line waits for its part, in milliseconds. @default 10000 */
  readonly partEveryMs?: number;
}

/** Tries a part. */
const TRIES = 4;

/** Folder of a run's acknowledgements. */
export function acknowledgementPrefix(pipeline: string, runId: string): string {
  return `${bucketPrefixes.acknowledgements}${pipeline}/${runId}/`;
}

/**
 * Writes acknowledgements to S3 as parts of NDJSON, `acknowledgements/<pipeline>/<run>/<producer>-<writer>-<part>.ndjson`.
 * No two writers share a name, so none overwrites what another acknowledged.
 */
export function acknowledgementWriter(options: AcknowledgementWriterOptions): AcknowledgementSink {
  const { clock, bucket, drawId = randomId, linesPerPart = 5_000, partEveryMs = 10_000 } = options;
  const prefix = acknowledgementPrefix(options.pipeline, options.runId);
  const writer = `${options.producer}-${drawId()}`;
  const writing: Promise<void>[] = [];
  const lost: { lines: number; error: Error }[] = [];
  let buffer: string[] = [];
  let begun = clock.now();
  let total = 0;

  function writePart(): void {
    const lines = buffer;
    buffer = [];
    begun = clock.now();
    if (lines.length === 0) return;
    const part = String(writing.length).padStart(5, '0');
    const key = `${prefix}${writer}-${part}.ndjson`;
    writing.push(putPart(options, key, lines).catch((error) => void lost.push({ lines: lines.length, error })));
  }

  return {
    add(acknowledgements) {
      if (buffer.length === 0) begun = clock.now();
      for (const line of acknowledgements) {
        buffer.push(JSON.stringify(line));
        if (buffer.length >= linesPerPart) writePart();
      }
      total += acknowledgements.length;
      if (clock.now() - begun >= partEveryMs) writePart();
    },
    async close() {
      writePart();
      await Promise.all(writing);
      const missing = lost.reduce((sum, { lines }) => sum + lines, 0);
      const error = lost[0]?.error.message;
      return { location: `s3://${bucket}/${prefix}`, kept: total - missing, missing, ...(error ? { error } : {}) };
    },
  };
}

function randomId(): string {
  return randomBytes(6).toString('hex');
}

async function putPart(options: AcknowledgementWriterOptions, key: string, lines: readonly string[]): Promise<void> {
  const { client, bucket, clock } = options;
  const Body = `${lines.join('\n')}\n`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType: 'application/x-ndjson' }));
      return;
    } catch (error) {
      if (attempt === TRIES) throw asError(error);
      await clock.sleep(backoffMs(attempt, Math.random));
    }
  }
}

/**
 * Reads all acknowledgements under a prefix, in the order of the parts' names.
 *
 * @throws {SyntaxError} naming the object that holds a line that is not JSON
 */
export async function readAcknowledgements(
  client: S3Client,
  bucket: string,
  prefix: string,
): Promise<Acknowledgement[]> {
  const keys: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
    for (const { Key } of Contents) if (Key?.endsWith('.ndjson')) keys.push(Key);
  }
  const parts = new Map<string, Acknowledgement[]>();
  await inPool(keys.sort(), 8, async (key) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    parts.set(key, parsePart(key, (await Body?.transformToString()) ?? ''));
  });
  return keys.flatMap((key) => parts.get(key) ?? []);
}

function parsePart(key: string, text: string): Acknowledgement[] {
  try {
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Acknowledgement);
  } catch (error) {
    throw new SyntaxError(`${key} holds a line that is not JSON: ${asError(error).message}`);
  }
}
