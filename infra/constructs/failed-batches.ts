import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { bucketPrefixes } from '../../core/names.ts';
import type { PipelineFunction } from './pipeline-function.ts';

/**
 * Sends the batches that a mapping gave up to a bucket, payload and all; SQS and SNS would get pointers into a stream that has
 * perhaps let go of the records. Grants the two permissions that AWS asks for, and the one that writes on Lambda's own folder
 * only; the class of aws-cdk-lib would let the function delete objects and write everywhere.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export class FailedBatches implements lambda.IEventSourceDlq {
  readonly #bucket: s3.Bucket;
  readonly #consumer: PipelineFunction;

  /** @param consumer function whose batches these are: Lambda writes with its role */
  constructor(bucket: s3.Bucket, consumer: PipelineFunction) {
    this.#bucket = bucket;
    this.#consumer = consumer;
  }

  bind(): lambda.DlqDestinationConfig {
    this.#consumer.allow(
      ['s3:PutObject'],
      [this.#bucket.arnForObjects(`${bucketPrefixes.failed}*`)],
      'Lambda names failed batches by mapping, shard and time, below a folder that is its own',
    );
    this.#consumer.allow(['s3:ListBucket'], [this.#bucket.bucketArn]);
    return { destination: this.#bucket.bucketArn };
  }
}
