import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { bucketPrefixes } from '../../core/names.ts';

/**
 * Sends the batches that a mapping gave up to a bucket, payload and all; SQS and SNS would get pointers into a stream that has
 * perhaps let go of the records. Grants the two permissions that AWS asks for, and the one that writes on Lambda's own folder
 * only; the class of aws-cdk-lib would let the function delete objects and write everywhere.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export class FailedBatches implements lambda.IEventSourceDlq {
  readonly #bucket: s3.Bucket;

  constructor(bucket: s3.Bucket) {
    this.#bucket = bucket;
  }

  bind(_mapping: lambda.IEventSourceMapping, target: lambda.IFunction): lambda.DlqDestinationConfig {
    target.grantPrincipal.addToPrincipalPolicy(
      new iam.PolicyStatement({
        actions: ['s3:PutObject'],
        resources: [this.#bucket.arnForObjects(`${bucketPrefixes.failed}*`)],
      }),
    );
    target.grantPrincipal.addToPrincipalPolicy(
      new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.#bucket.bucketArn] }),
    );
    return { destination: this.#bucket.bucketArn };
  }
}
