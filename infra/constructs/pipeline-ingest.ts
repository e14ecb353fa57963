import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { environment } from '../../core/environment.ts';
import { bucketPrefixes } from '../../core/names.ts';
import { ingestTables } from '../../core/operations-tables.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { namesIn } from '../stage.ts';
import { deployedCapacity } from '../stream-context.ts';
import { eventTables } from '../tables.ts';
import { BatchConsumer } from './batch-consumer.ts';
import type { CqlConnection } from './cql-connection.ts';
import { EventStream } from './event-stream.ts';
import { PipelineFunction } from './pipeline-function.ts';
import { readSchemas } from './read-schemas.ts';

export interface PipelineIngestProps {
  readonly pipeline: Pipeline;
  /** File that declares the pipeline; the function's bundle takes in this one alone. */
  readonly pipelineFile: string;
  readonly cql: CqlConnection;
  /** Table of keyed state and totals. */
  readonly stateTable: dynamodb.Table;
  /** Table of the schema registry. */
  readonly schemaTable: dynamodb.Table;
  /** Bucket of failed batches and oversized payloads. */
  readonly operationsBucket: s3.Bucket;
  /** Whether it reads by enhanced fan-out. @default false */
  readonly fanOut?: boolean;
}

/**
 * The way of a pipeline's records into its tables: the function and the mapping that feeds it. The id of the mapping goes to a
 * parameter of Systems Manager, from where the health check learns it; an export would forbid to replace the mapping.
 */
export class PipelineIngest extends Construct {
  constructor(scope: Construct, id: string, props: PipelineIngestProps) {
    super(scope, id);
    const { pipeline, cql, stateTable, operationsBucket } = props;
    const { ingest } = pipeline;
    const consumer = new PipelineFunction(this, 'Ingest', {
      functionName: namesIn(this).ingestFunction(pipeline.name),
      description: `Validates the events of ${pipeline.name} and writes them to its tables`,
      folder: 'ingest',
      pipelineFile: props.pipelineFile,
      wire: pipeline.wire,
      memoryMb: ingest.memoryMb,
      timeoutSeconds: ingest.timeoutSeconds,
      ...(ingest.reservedConcurrency === undefined ? {} : { reservedConcurrency: ingest.reservedConcurrency }),
      environment: {
        ...cql.environment,
        [environment.stateTable]: stateTable.tableName,
        [environment.operationsBucket]: operationsBucket.bucketName,
      },
    });
    if (pipeline.wire.includes('avro')) readSchemas(consumer, props.schemaTable);
    cql.grantWrite(consumer, [...eventTables(pipeline), ...ingestTables]);
    consumer.allow(['dynamodb:PutItem'], [stateTable.tableArn]);
    consumer.allow(
      ['s3:PutObject'],
      [operationsBucket.arnForObjects(`${bucketPrefixes.oversized}*`)],
      'Oversized payloads are named by their positions in the stream',
    );
    const { mapping } = new BatchConsumer(this, 'Consumer', {
      consumer,
      stream: EventStream.named(this, 'Stream', pipeline.stream.name),
      shards: deployedCapacity(this.node, pipeline.name, pipeline.stream).shards,
      retentionHours: pipeline.stream.retentionHours,
      failedBatches: operationsBucket,
      batchSize: ingest.batchSize,
      batchingWindowSeconds: ingest.batchingWindowSeconds,
      fanOutAs: props.fanOut ? namesIn(this).ingestFunction(pipeline.name) : undefined,
    });
    new ssm.StringParameter(this, 'MappingId', {
      parameterName: namesIn(this).mappingParameter(pipeline.name),
      description: `Id of the event source mapping of ${consumer.function.node.path}`,
      stringValue: mapping.eventSourceMappingId,
    });
  }
}
