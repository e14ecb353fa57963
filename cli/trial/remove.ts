import { DeleteObjectsCommand, ListObjectVersionsCommand, type ObjectIdentifier } from '@aws-sdk/client-s3';
import type { Names } from '../../core/names.ts';
import { s3Client } from '../../functions/clients/s3.ts';
import { Stacks } from './stacks.ts';

/**
 * Deletes the stacks of a stage, those that use before those that are used, and all data with them. Once no function
 * writes any more the bucket is emptied: CloudFormation on AWS refuses to delete one that holds objects.
 *
 * @param onStep called with a line before each step
 * @throws {UserError} with CloudFormation's reasons, when a stack can't be deleted
 */
export async function removeStage(names: Names, onStep: (line: string) => void, signal: AbortSignal): Promise<void> {
  const stacks = new Stacks();
  const { storage, streams, processing, operations } = names.stacks;
  try {
    const bucket = (await stacks.find(storage))?.Outputs?.find(
      ({ OutputKey }) => OutputKey === names.operationsBucketOutput,
    )?.OutputValue;
    for (const stack of [operations, processing]) {
      onStep(`deleting ${stack}`);
      await stacks.delete(stack, signal);
    }
    if (bucket !== undefined) {
      onStep(`emptying ${bucket}`);
      await emptyBucket(bucket);
    }
    onStep(`deleting ${streams}, ${storage}`);
    await Promise.all([streams, storage].map((stack) => stacks.delete(stack, signal)));
  } finally {
    stacks.close();
  }
}

/** Deletes all objects of a bucket, and their versions, if it keeps any. */
async function emptyBucket(Bucket: string): Promise<void> {
  const client = s3Client();
  try {
    // What was listed is gone at the next look, so each looks at the first page.
    for (;;) {
      const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
      const Objects = [...Versions, ...DeleteMarkers].map(
        ({ Key, VersionId }): ObjectIdentifier => ({ Key, ...(VersionId !== undefined && { VersionId }) }),
      );
      if (Objects.length === 0) return;
      const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
      if (Errors.length > 0)
        throw new Error(`${Bucket}: ${Errors.length} objects stay, ${Errors[0]?.Key}: ${Errors[0]?.Message}`);
    }
  } catch (error) {
    if ((error as Error).name !== 'NoSuchBucket') throw error;
  } finally {
    client.destroy();
  }
}
