import { Stack } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { Arns, Consumer, Permission } from '../../core/consumer.ts';
import { environment } from '../../core/environment.ts';
import { namesIn } from '../stage.ts';
import { deployedCapacity } from '../stream-context.ts';
import { BatchConsumer } from './batch-consumer.ts';
import { EventStream } from './event-stream.ts';
import { PipelineFunction } from './pipeline-function.ts';
import { readSchemas } from './read-schemas.ts';

export interface PipelineConsumerProps {
  readonly consumer: Consumer;
  /** File that declares it; the function's bundle takes in this one alone. */
  readonly consumerFile: string;
  /** Table of the schema registry. */
  readonly schemaTable: dynamodb.Table;
  /** Bucket of failed batches. */
  readonly operationsBucket: s3.Bucket;
  /** Whether it reads by enhanced fan-out. @default false */
  readonly fanOut?: boolean;
}

/**
 * A further reader of a pipeline's stream: a function and a mapping of its own, delivered to as ingest is. It may do what its
 * file says and nothing else; it knows the operations bucket by name.
 */
export class PipelineConsumer extends Construct {
  /** @throws {RangeError} for a permission that is wider than a file may ask for */
  constructor(scope: Construct, id: string, props: PipelineConsumerProps) {
    super(scope, id);
    const { consumer, consumerFile, schemaTable, operationsBucket } = props;
    const { name, pipeline } = consumer;
    const reader = new PipelineFunction(this, 'Consume', {
      functionName: namesIn(this).consumerFunction(pipeline.name, name),
      description: consumer.description,
      folder: 'consume',
      consumerFile,
      wire: pipeline.wire,
      memoryMb: consumer.memoryMb,
      timeoutSeconds: consumer.timeoutSeconds,
      environment: { [environment.operationsBucket]: operationsBucket.bucketName },
    });
    if (pipeline.wire.includes('avro')) readSchemas(reader, schemaTable);
    const arns: Arns = {
      operationsBucket: operationsBucket.bucketArn,
      of: (service, resource) =>
        Stack.of(this).formatArn({
          service,
          resource,
          ...(service === 's3' && { region: '', account: '' }),
        }),
    };
    for (const { actions, resources } of consumer.permissions(arns).map(requireNarrow))
      reader.allow(actions, resources, 'What its file asks for: one wildcard at most, behind a name');
    const { mapping } = new BatchConsumer(this, 'Consumer', {
      consumer: reader,
      stream: EventStream.named(this, 'Stream', pipeline.stream.name),
      shards: deployedCapacity(this.node, pipeline.name, pipeline.stream).shards,
      retentionHours: pipeline.stream.retentionHours,
      failedBatches: operationsBucket,
      startingPosition: consumer.startingPosition,
      batchSize: consumer.batchSize,
      batchingWindowSeconds: consumer.batchingWindowSeconds,
      fanOutAs: props.fanOut ? namesIn(this).consumerFunction(pipeline.name, name) : undefined,
    });
    new ssm.StringParameter(this, 'MappingId', {
      parameterName: namesIn(this).consumerMappingParameter(pipeline.name, name),
      description: `Id of the event source mapping of ${reader.function.node.path}`,
      stringValue: mapping.eventSourceMappingId,
    });
  }
}

/** A resource that is `*`, or ends with it where its name would begin (`…:*`, `…:table/*`; of S3 a bucket stands before), or has two. */
const WIDE_RESOURCE = /^\*?$|:\*$|[*?].*[*?]|^arn:[^:]*:(?!s3:)[^:]*:[^:]*:[^:]*:[a-z-]+\/\*$/;

/** A wildcard for an action or for whole a service grants what nobody has read: it is refused here, not found by an audit. */
function requireNarrow(permission: Permission): Permission {
  const wide = [
    ...permission.actions.filter((action) => !/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action)),
    ...permission.resources.filter((resource) => WIDE_RESOURCE.test(resource)),
  ];
  if (wide.length === 0) return permission;
  throw new RangeError(
    `permissions must name actions without wildcards, and resources with one at most, behind a name (received "${wide.join('", "')}")`,
  );
}
