import { Duration } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { bucketPrefixes } from '../../core/names.ts';
import { acknowledge } from './acknowledge.ts';
import { customerKey } from './customer-key.ts';
import { type DataRetention, removalPolicy } from './data-retention.ts';

export interface OperationsBucketProps extends DataRetention {
  /** Days after which a producer's acknowledgements go, 1 or more. @default 30 */
  readonly acknowledgementDays?: number;
  /** Days after which an oversized payload goes, 1 or more; as long as the rejected row that points to it. @default 30 */
  readonly oversizedDays?: number;
}

/**
 * The bucket of what the system keeps about itself: failed batches, acknowledgements, oversized payloads. TLS only, encrypted,
 * closed to the public. Failed batches never expire: they are the only copy of records that the stream no longer has.
 * CloudFormation refuses to delete it while it holds objects, and nothing here empties it.
 */
export class OperationsBucket extends Construct {
  readonly bucket: s3.Bucket;

  constructor(scope: Construct, id: string, props: OperationsBucketProps = {}) {
    super(scope, id);
    const key = customerKey(this);
    this.bucket = new s3.Bucket(this, 'Bucket', {
      ...(key === undefined
        ? { encryption: s3.BucketEncryption.S3_MANAGED }
        : // One call of KMS for many objects.
          { encryption: s3.BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }),
      enforceSSL: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: removalPolicy(props),
      lifecycleRules: [
        {
          id: 'expire-acknowledgements',
          prefix: bucketPrefixes.acknowledgements,
          expiration: Duration.days(props.acknowledgementDays ?? 30),
        },
        {
          id: 'expire-oversized-payloads',
          prefix: bucketPrefixes.oversized,
          expiration: Duration.days(props.oversizedDays ?? 30),
        },
        { id: 'abort-unfinished-uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
      ],
    });
    acknowledge(
      this.bucket,
      'AwsSolutions-S1',
      'No server access log: only our functions write here, and a second bucket for logs would have to be kept too',
    );
  }
}
