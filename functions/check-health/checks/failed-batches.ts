import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { bucketPrefixes } from '../../../core/names.ts';
import type { Clock } from '../../clients/clock.ts';
import type { Check } from '../check.ts';

const HOUR_MS = 3_600_000;

/**
 * No batch was given up lately. They lie by mapping, shard and day, so only the days in question are listed.
 * See {@link bucketPrefixes.failed}.
 */
export function failedBatchesCheck(client: S3Client, bucket: string, hours: number, clock: Clock): Check {
  return {
    name: 'failed-batches',
    async look() {
      const since = clock.now() - hours * HOUR_MS;
      const days = daysBetween(since, clock.now());
      const found: string[] = [];
      for (const mapping of await folders(client, bucket, bucketPrefixes.failed)) {
        for (const shard of await folders(client, bucket, mapping)) {
          for (const day of days) found.push(...(await objectsSince(client, bucket, `${shard}${day}/`, since)));
        }
      }
      const message = `${found.length} failed batches in the last ${hours} h`;
      if (found.length === 0) return { ok: true, message };
      return { ok: false, message: `${message}, such as s3://${bucket}/${found.at(-1)}` };
    },
  };
}

/** UTC days as `YYYY/MM/DD`. */
function daysBetween(from: number, to: number): string[] {
  const days = new Set<string>();
  for (let at = from; at < to; at += HOUR_MS) days.add(dayOf(at));
  return [...days.add(dayOf(to))];
}

function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10).replaceAll('-', '/');
}

async function folders(client: S3Client, bucket: string, prefix: string): Promise<string[]> {
  const found: string[] = [];
  const query = { Bucket: bucket, Prefix: prefix, Delimiter: '/' };
  for await (const { CommonPrefixes = [] } of paginateListObjectsV2({ client }, query)) {
    found.push(...CommonPrefixes.flatMap(({ Prefix }) => Prefix ?? []));
  }
  return found;
}

async function objectsSince(client: S3Client, bucket: string, prefix: string, since: number): Promise<string[]> {
  const found: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
    for (const { Key, LastModified } of Contents)
      if (Key && LastModified && LastModified.getTime() >= since) found.push(Key);
  }
  return found;
}
