import { bucketPrefixes } from '../../../core/names.ts';
import type { Position } from '../../../core/source.ts';

/** Puts a payload that is too large for a row elsewhere, and says where. */
export type PayloadKeeper = (pipeline: string, position: Position, payload: Uint8Array) => Promise<string>;

/**
 * Keeps payloads in S3 under their stream position, so that a retry overwrites what it wrote before. The client is
 * loaded at the first such payload: most environments never see one.
 */
export function keepInBucket(bucket: string): PayloadKeeper {
  return async (pipeline, { shard, sequence }, payload) => {
    const { putObject } = await import('../put-object.ts');
    const key = `${bucketPrefixes.oversized}${pipeline}/${shard}/${sequence}`;
    await putObject(bucket, key, payload);
    return `s3://${bucket}/${key}`;
  };
}
