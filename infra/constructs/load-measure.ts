import { Duration } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as ruleTargets from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { environment, type PipelineTarget } from '../../core/environment.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { namesIn } from '../stage.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { EventStream } from './event-stream.ts';
import { logicalId } from './logical-id.ts';
import { PipelineFunction } from './pipeline-function.ts';

export interface LoadMeasureProps {
  /** Those whose streams are measured. */
  readonly pipelines: readonly Pick<Pipeline, 'name' | 'stream'>[];
  /** Table of the totals that ingest functions keep. */
  readonly stateTable: dynamodb.Table;
}

/** How often it measures, and so how long a call is worth anything. */
const INTERVAL = Duration.minutes(5);

/**
 * The function that measures every five minutes how load lies on the shards of streams. A run that failed is not repeated,
 * since the next one looks at the minutes after; what EventBridge could not hand over is kept in a queue.
 *
 * It is a function of its own, and not a task of the health check, so that it may read totals and streams and nothing else, and
 * opens no connection to Cassandra 288 times a day.
 */
export class LoadMeasure extends Construct {
  readonly measure: PipelineFunction;

  constructor(scope: Construct, id: string, { pipelines, stateTable }: LoadMeasureProps) {
    super(scope, id);
    const names = namesIn(this);
    const targets: readonly PipelineTarget[] = pipelines.map(({ name, stream }) => ({
      pipeline: name,
      stream: names.stream(stream.name),
    }));
    this.measure = new PipelineFunction(this, 'Function', {
      functionName: names.loadFunction,
      description: 'Measures every five minutes how load lies on the shards of streams',
      folder: 'measure-load',
      memoryMb: 256,
      timeoutSeconds: 60,
      asyncRetries: 0,
      asyncMaxAgeSeconds: INTERVAL.toSeconds(),
      environment: {
        [environment.stateTable]: stateTable.tableName,
        [environment.targets]: JSON.stringify(targets),
      },
    });
    this.measure.withoutDeadLetters('The next run looks at the minutes after those of a failed one');
    this.measure.allow(['dynamodb:Query'], [stateTable.tableArn]);
    this.measure.allow(
      ['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'],
      pipelines.map(({ name, stream }) => EventStream.named(this, logicalId(name, 'stream'), stream.name).streamArn),
    );
    new events.Rule(this, 'Rule', {
      ruleName: names.loadRule,
      description: 'Has the load of shards measured every five minutes',
      schedule: events.Schedule.rate(INTERVAL),
      targets: [
        new ruleTargets.LambdaFunction(this.measure.function, {
          deadLetterQueue: new DeadLetterQueue(this, 'DeadLetters'),
          retryAttempts: 0,
          maxEventAge: INTERVAL,
        }),
      ],
    });
  }
}
