import { CfnParameter, Stack, type StackProps } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { environment, type PipelineTarget } from '../../core/environment.ts';
import { names } from '../../core/names.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { AlertTopic } from '../constructs/alert-topic.ts';
import { CqlConnection } from '../constructs/cql-connection.ts';
import { EventStream } from '../constructs/event-stream.ts';
import { HealthCheck } from '../constructs/health-check.ts';
import { logicalId } from '../constructs/logical-id.ts';
import type { StorageStack } from './storage.ts';

export interface OperationsStackProps extends StackProps {
  /** Pipelines that the health check watches. */
  readonly pipelines: readonly Pipeline[];
  readonly storage: StorageStack;
}

/** What watches over the rest: the daily health check, and the way of its alerts. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, props: OperationsStackProps) {
    super(scope, id, props);
    const { stateTable, healthTable, operationsBucket } = props.storage;
    const cql = new CqlConnection(this, 'Cql');
    const bus = events.EventBus.fromEventBusName(this, 'AlertBus', names.alertBus);
    new AlertTopic(this, 'Alerts', bus);
    const watched: readonly Required<PipelineTarget>[] = props.pipelines.map(({ name, stream }) => ({
      pipeline: name,
      stream: stream.name,
      mapping: this.#mappingId(name),
    }));
    const { check } = new HealthCheck(this, 'Health', {
      environment: {
        ...cql.environment,
        [environment.stateTable]: stateTable.tableName,
        [environment.healthTable]: healthTable.tableName,
        [environment.operationsBucket]: operationsBucket.bucketName,
        [environment.alertBus]: bus.eventBusName,
        [environment.targets]: this.toJsonString(watched),
      },
    });
    cql.grantConnect(check);
    check.allow(
      ['kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'],
      watched.map(({ pipeline, stream }) => EventStream.named(this, logicalId(pipeline, 'stream'), stream).streamArn),
    );
    check.allow(
      ['lambda:GetEventSourceMapping'],
      watched.map(({ mapping }) => this.formatArn({ service: 'lambda', resource: `event-source-mapping:${mapping}` })),
    );
    check.allow(['dynamodb:Query'], [stateTable.tableArn]);
    check.allow(['dynamodb:PutItem'], [healthTable.tableArn]);
    check.allow(['s3:ListBucket'], [operationsBucket.bucketArn]);
    check.allow(['events:PutEvents'], [bus.eventBusArn]);
  }

  /** The id that the processing stack has put down; CloudFormation reads it at every deployment. */
  #mappingId(pipeline: string): string {
    return new CfnParameter(this, logicalId(pipeline, 'mapping'), {
      type: 'AWS::SSM::Parameter::Value<String>',
      default: names.mappingParameter(pipeline),
      description: `Parameter that holds the id of the event source mapping of ${pipeline}`,
    }).valueAsString;
  }
}
