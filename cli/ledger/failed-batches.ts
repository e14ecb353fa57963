import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { bucketPrefixes } from '../../core/names.ts';

/** Records that the mapping gave up, by the positions of the first and the last. */
export interface FailedBatch {
  readonly shard: string;
  readonly first: string;
  readonly last: string;
}

/** The part of an invocation record that says which batch it was. */
interface InvocationRecord {
  readonly KinesisBatchInfo?: {
    readonly shardId: string;
    readonly startSequenceNumber: string;
    readonly endSequenceNumber: string;
    readonly streamArn: string;
  };
}

/**
 * Reads the batches of a stream that the mapping put into the operations bucket.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export async function readFailedBatches(client: S3Client, bucket: string, stream: string): Promise<FailedBatch[]> {
  const batches: FailedBatch[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client },
    { Bucket: bucket, Prefix: bucketPrefixes.failed },
  )) {
    for (const { Key } of Contents) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
      const { KinesisBatchInfo: info } = JSON.parse((await Body?.transformToString()) ?? '{}') as InvocationRecord;
      if (!info?.streamArn.endsWith(`:stream/${stream}`)) continue;
      batches.push({ shard: info.shardId, first: info.startSequenceNumber, last: info.endSequenceNumber });
    }
  }
  return batches;
}
