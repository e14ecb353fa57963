import { CfnParameter, Stack, type StackProps } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Consumer } from '../../core/consumer.ts';
import { environment, type PipelineTarget } from '../../core/environment.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { alarmsWanted } from '../alarms-wanted.ts';
import { alertRecipients } from '../alert-recipients.ts';
import { AlertLog } from '../constructs/alert-log.ts';
import { AlertStream } from '../constructs/alert-stream.ts';
import { AlertTopic } from '../constructs/alert-topic.ts';
import { AlertWebhook } from '../constructs/alert-webhook.ts';
import { CqlConnection } from '../constructs/cql-connection.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { EventStream } from '../constructs/event-stream.ts';
import { HealthCheck } from '../constructs/health-check.ts';
import { LoadMeasure } from '../constructs/load-measure.ts';
import { logicalId } from '../constructs/logical-id.ts';
import { Watch } from '../constructs/watch.ts';
import { pullTarget } from '../pull-context.ts';
import { namesIn } from '../stage.ts';
import { keyspacesOf } from '../tables.ts';
import type { StorageStack } from './storage.ts';

export interface OperationsStackProps extends StackProps {
  /** Pipelines that the health check watches. */
  readonly pipelines: readonly Pipeline[];
  /** Further consumers of their streams. */
  readonly consumers: readonly Consumer[];
  readonly storage: StorageStack;
}

/**
 * What watches over the rest: the daily health check, the measure of the load of shards, alarms, the dashboard, and the way of
 * alerts to people and machines.
 */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, props: OperationsStackProps) {
    super(scope, id, props);
    const { stateTable, healthTable, operationsBucket } = props.storage;
    const cql = new CqlConnection(this, 'Cql');
    const bus = events.EventBus.fromEventBusName(this, 'AlertBus', namesIn(this).alertBus);
    const { topic } = this.#deliverAlerts(bus, props.pipelines);
    const watched = props.pipelines.map(({ name, stream, analysis, pull }) => ({
      pipeline: name,
      stream: namesIn(this).stream(stream.name),
      mapping: this.#mappingId(logicalId(name, 'mapping'), namesIn(this).mappingParameter(name), name),
      ...(analysis && {
        analyzeMapping: this.#mappingId(
          logicalId('analyze-mapping', name),
          namesIn(this).analyzeMappingParameter(name),
          `the analysis of ${name}`,
        ),
      }),
      ...(pull && { fetchEvery: pullTarget(this.node, name, pull).every }),
      ...this.#consumersOf(name, props.consumers),
    })) satisfies PipelineTarget[];
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
      props.pipelines.map(
        ({ name, stream }) => EventStream.named(this, logicalId(name, 'stream'), stream.name).streamArn,
      ),
    );
    check.allow(
      ['lambda:GetEventSourceMapping'],
      watched
        .flatMap(({ mapping, analyzeMapping, consumers = [] }) => [
          mapping,
          ...(analyzeMapping === undefined ? [] : [analyzeMapping]),
          ...consumers.map((consumer) => consumer.mapping),
        ])
        .map((id) => this.formatArn({ service: 'lambda', resource: `event-source-mapping:${id}` })),
    );
    check.allow(['dynamodb:Query'], [stateTable.tableArn]);
    check.allow(['dynamodb:PutItem'], [healthTable.tableArn]);
    check.allow(['s3:ListBucket'], [operationsBucket.bucketArn]);
    check.allow(['events:PutEvents'], [bus.eventBusArn]);
    new LoadMeasure(this, 'Load', { pipelines: props.pipelines, stateTable });
    new Watch(this, 'Watch', {
      pipelines: watched,
      keyspaces: keyspacesOf(props.pipelines).map(namesIn(this).keyspace),
      deadLetterQueues: this.node.findAll().filter((one) => one instanceof DeadLetterQueue),
      topic,
      alarms: alarmsWanted(this.node),
    });
  }

  /** From the bus to the topic with its subscribers, to the log group, and to the streams that pipelines name. */
  #deliverAlerts(bus: events.IEventBus, pipelines: readonly Pipeline[]): AlertTopic {
    const alerts = new AlertTopic(this, 'Alerts', bus);
    const { topic, deadLetters } = alerts;
    const { emails, webhookSecret } = alertRecipients(this.node);
    for (const address of emails)
      topic.addSubscription(new EmailSubscription(address, { deadLetterQueue: deadLetters }));
    if (webhookSecret !== undefined) new AlertWebhook(this, 'Webhook', { topic, secretName: webhookSecret });
    new AlertLog(this, 'AlertLog', bus);
    for (const { name, analysis } of pipelines) {
      if (analysis?.alertStream === undefined) continue;
      const stream = EventStream.named(this, logicalId('alert-stream', name), analysis.alertStream);
      new AlertStream(this, logicalId('alerts', name), { bus, pipeline: name, stream });
    }
    return alerts;
  }

  /** Further consumers of a pipeline, where it has some. */
  #consumersOf(pipeline: string, all: readonly Consumer[]): Pick<PipelineTarget, 'consumers'> {
    const own = all.filter((consumer) => consumer.pipeline.name === pipeline);
    if (own.length === 0) return {};
    const consumers = own.map(({ name }) => ({
      name,
      mapping: this.#mappingId(
        logicalId('consumer-mapping', pipeline, name),
        namesIn(this).consumerMappingParameter(pipeline, name),
        `${name} of ${pipeline}`,
      ),
    }));
    return { consumers };
  }

  /** The id that the processing stack has put down; CloudFormation reads it at every deployment. */
  #mappingId(id: string, parameterName: string, consumer: string): string {
    return new CfnParameter(this, id, {
      type: 'AWS::SSM::Parameter::Value<String>',
      default: parameterName,
      description: `Parameter that holds the id of the event source mapping of ${consumer}`,
    }).valueAsString;
  }
}
