import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { Analysis } from '../../core/analysis/analysis.ts';
import { analyzeBatches, lateEvents, outputTablesOf } from '../../core/analysis/operations/tables.ts';
import { environment } from '../../core/environment.ts';
import { DUE_INDEX } from '../../core/names.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { namesIn } from '../stage.ts';
import { deployedCapacity } from '../stream-context.ts';
import { resultTables } from '../tables.ts';
import { BatchConsumer } from './batch-consumer.ts';
import type { CqlConnection } from './cql-connection.ts';
import { EventStream } from './event-stream.ts';
import { PipelineFunction } from './pipeline-function.ts';
import { readSchemas } from './read-schemas.ts';
import { Sweep } from './sweep.ts';

export interface PipelineAnalysisProps {
  readonly pipeline: Pipeline & { readonly analysis: Analysis<unknown> };
  /** File that declares the pipeline; the bundles take in this one alone. */
  readonly pipelineFile: string;
  readonly cql: CqlConnection;
  /** Table of keyed state and totals, with its index of what is due. */
  readonly stateTable: dynamodb.Table;
  /** Table of the schema registry. */
  readonly schemaTable: dynamodb.Table;
  /** Bucket of failed batches. */
  readonly operationsBucket: s3.Bucket;
  /** Whether it reads by enhanced fan-out. @default false */
  readonly fanOut?: boolean;
  /** Bus of alerts. */
  readonly alertBus: events.IEventBus;
}

/**
 * The way of a pipeline's records into its windows and rules: the function and a mapping of its own that feeds it, so that
 * neither ingest nor analysis ever waits for the other; and the sweep, which does what time alone brings about.
 */
export class PipelineAnalysis extends Construct {
  constructor(scope: Construct, id: string, props: PipelineAnalysisProps) {
    super(scope, id);
    const { pipeline, stateTable } = props;
    const settings = pipeline.analysis.function;
    const stream = EventStream.named(this, 'Stream', pipeline.stream.name);
    const common = {
      pipelineFile: props.pipelineFile,
      memoryMb: settings.memoryMb,
      environment: {
        ...props.cql.environment,
        [environment.stateTable]: stateTable.tableName,
        [environment.alertBus]: props.alertBus.eventBusName,
      },
    };
    const consumer = new PipelineFunction(this, 'Analyze', {
      ...common,
      functionName: namesIn(this).analyzeFunction(pipeline.name),
      description: `Applies the events of ${pipeline.name} to its windows and rules`,
      folder: 'analyze',
      wire: pipeline.wire,
      timeoutSeconds: settings.timeoutSeconds,
    });
    if (pipeline.wire.includes('avro')) readSchemas(consumer, props.schemaTable);
    const { sweep } = new Sweep(this, 'Sweep', { ...common, pipeline: pipeline.name });
    const outputs = [...outputTablesOf(pipeline.analysis), ...resultTables(pipeline)];
    // Only what arrives can be left out, and only batches are kept account of.
    props.cql.grantWrite(consumer, [...outputs, lateEvents, analyzeBatches]);
    props.cql.grantWrite(sweep, outputs);
    for (const writer of [consumer, sweep]) {
      writer.allow(['dynamodb:BatchGetItem', 'dynamodb:PutItem'], [stateTable.tableArn]);
      writer.allow(['events:PutEvents'], [props.alertBus.eventBusArn]);
    }
    sweep.allow(['dynamodb:Query'], [stateTable.tableArn, `${stateTable.tableArn}/index/${DUE_INDEX}`]);
    sweep.allow(['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'], [stream.streamArn]);
    const { mapping } = new BatchConsumer(this, 'Consumer', {
      consumer,
      stream,
      shards: deployedCapacity(this.node, pipeline.name, pipeline.stream).shards,
      retentionHours: pipeline.stream.retentionHours,
      failedBatches: props.operationsBucket,
      batchSize: settings.batchSize,
      batchingWindowSeconds: settings.batchingWindowSeconds,
      fanOutAs: props.fanOut ? namesIn(this).analyzeFunction(pipeline.name) : undefined,
    });
    new ssm.StringParameter(this, 'MappingId', {
      parameterName: namesIn(this).analyzeMappingParameter(pipeline.name),
      description: `Id of the event source mapping of ${consumer.function.node.path}`,
      stringValue: mapping.eventSourceMappingId,
    });
  }
}
