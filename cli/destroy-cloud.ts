import { DeleteObjectsCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import type { CloudConfig } from '../localstack/config.ts';
import { type CdkOptions, runCdk, templatesFolder } from './cdk.ts';
import { synthesize } from './deploy-cloud.ts';
import { findDeployment } from './deployment.ts';
import { localClient } from './local-client.ts';

/**
 * Deletes the stacks from a cloud that runs, with the data in them. The bucket is emptied first, since CloudFormation
 * refuses to delete one that holds objects.
 *
 * @throws {UserError} when nothing is deployed, or CDK or CloudFormation fails
 */
export async function destroyCloud(config: CloudConfig, options: CdkOptions = {}): Promise<void> {
  const { operationsBucket } = await findDeployment(config);
  await emptyBucket(config, operationsBucket);
  await synthesize(config, options);
  await runCdk(config, ['destroy', '--all', '--force', '--app', templatesFolder(config)], options);
}

async function emptyBucket(config: CloudConfig, Bucket: string): Promise<void> {
  const client = new S3Client({ ...localClient(config), forcePathStyle: true });
  try {
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
      const Objects = Contents.map(({ Key }) => ({ Key }));
      if (Objects.length > 0) await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    }
  } finally {
    client.destroy();
  }
}
