import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { KinesisEventSource, S3OnFailureDestination } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { FailedBatches } from '../../../infra/constructs/failed-batches.ts';
import { PipelineFunction } from '../../../infra/constructs/pipeline-function.ts';
import { permissionsOf } from '../support/permissions.ts';
import { propertiesOf, templateOf } from '../support/synth.ts';

type Destination = (bucket: s3.Bucket, consumer: PipelineFunction) => lambda.IEventSourceDlq;

/** A Kinesis mapping of aws-cdk-lib's own, with this destination of what it gives up. */
function mappingWith(destination: Destination) {
  return templateOf((scope: Construct) => {
    const consumer = new PipelineFunction(scope, 'Function', {
      functionName: 'reader',
      description: 'x',
      folder: 'ingest',
    });
    const bucket = new s3.Bucket(scope, 'Bucket');
    const stream = new kinesis.Stream(scope, 'Stream');
    const startingPosition = lambda.StartingPosition.TRIM_HORIZON;
    const onFailure = destination(bucket, consumer);
    consumer.function.addEventSource(new KinesisEventSource(stream, { startingPosition, onFailure }));
  });
}

const ours = mappingWith((bucket, consumer) => new FailedBatches(bucket, consumer));
const theirs = mappingWith(
  (bucket) => new S3OnFailureDestination(s3.Bucket.fromBucketArn(bucket, 'AsAnInterface', bucket.bucketArn)),
);
const onBucket = (template: ReturnType<typeof mappingWith>) =>
  permissionsOf(template, 'reader').filter((line) => line.includes(' s3:'));

describe('failed batches of a mapping on Kinesis', () => {
  it('go to the bucket, as the class of the pinned aws-cdk-lib would have it', () => {
    const [own, lib] = [ours, theirs].map((template) => propertiesOf(template, 'AWS::Lambda::EventSourceMapping'));
    expect(own?.DestinationConfig).toEqual({ OnFailure: { Destination: { 'Fn::GetAtt': ['Bucket83908E77', 'Arn'] } } });
    expect(own).toEqual(lib);
  });

  it('take the two permissions that AWS asks for', () => {
    expect(onBucket(ours)).toEqual(['Allow s3:ListBucket → {Bucket}', 'Allow s3:PutObject → {Bucket}/aws/lambda/*']);
  });

  it('would take wildcards over the whole bucket with the class of aws-cdk-lib; once not, ours has no reason any more', () => {
    expect(onBucket(theirs)).toEqual(
      expect.arrayContaining(['Allow s3:DeleteObject* → {Bucket}/*', 'Allow s3:GetObject* → {Bucket}/*']),
    );
  });
});
