import { bucketPrefixes } from '../../../core/names.ts';
import type { SourceRecord } from '../../../core/source.ts';

/** Puts a payload that is too large for a row elsewhere, and says where. */
export type PayloadKeeper = (pipeline: string, record: SourceRecord) => Promise<string>;

/**
 * Keeps payloads in S3 under their stream position, so that a retry overwrites what it wrote before. The client is
 * loaded at the first such payload: most environments never see one.
 */
export function keepInBucket(bucket: string): PayloadKeeper {
  return async (pipeline, record) => {
    const [{ PutObjectCommand }, { s3Client }] = await Promise.all([import('@aws-sdk/client-s3'), import('../s3.ts')]);
    const { shard, sequence } = record.position;
    const key = `${bucketPrefixes.oversized}${pipeline}/${shard}/${sequence}`;
    const client = s3Client();
    try {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: Buffer.from(record.data, 'base64') }));
    } finally {
      client.destroy();
    }
    return `s3://${bucket}/${key}`;
  };
}
