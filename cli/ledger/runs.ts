import { randomBytes } from 'node:crypto';
import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { bucketPrefixes } from '../../core/names.ts';
import { UserError } from '../errors.ts';

/** A name for a run that a person can read: `20261122T104501-1f2e3d`. */
export function newRunId(now: Date = new Date()): string {
  const time = now.toISOString().slice(0, 19).replace(/[-:]/g, '');
  return `${time}-${randomBytes(3).toString('hex')}`;
}

/** Why there may be none. */
export const noAcknowledgements =
  'They lie in S3, which LocalStack empties when it stops, and come some seconds after their records.';

/** The run of a pipeline that acknowledged last. @throws {UserError} when no producer ran yet */
export async function lastRun(s3: S3Client, bucket: string, pipeline: string): Promise<string> {
  const Prefix = `${bucketPrefixes.acknowledgements}${pipeline}/`;
  let last = { key: '', at: 0 };
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix })) {
    for (const { Key: key = '', LastModified } of Contents) {
      const at = LastModified?.getTime() ?? 0;
      if (at >= last.at) last = { key, at };
    }
  }
  const run = last.key.slice(Prefix.length).split('/')[0];
  if (run) return run;
  throw new UserError(`There are no acknowledgements of a producer of ${pipeline}`, { hint: noAcknowledgements });
}
