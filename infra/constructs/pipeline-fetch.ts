import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { environment } from '../../core/environment.ts';
import { bucketPrefixes } from '../../core/names.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { intervalMinutes } from '../../core/pull/interval.ts';
import type { PullSource } from '../../core/pull/pull-source.ts';
import { pullTarget } from '../pull-context.ts';
import { namesIn } from '../stage.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { EventStream } from './event-stream.ts';
import { PipelineFunction } from './pipeline-function.ts';

export interface PipelineFetchProps {
  readonly pipeline: Pick<Pipeline, 'name' | 'stream'> & { readonly pull: PullSource };
  /** File that declares the pipeline; the function's bundle takes in this one alone. */
  readonly pipelineFile: string;
  /** Table that keeps how far the source is read, and the runs. */
  readonly stateTable: dynamodb.Table;
  /** Bucket of acknowledgements. */
  readonly operationsBucket: s3.Bucket;
}

/** A run may take as long as the interval, within these bounds, in seconds. */
const TIMEOUT = { least: 60, most: 900 } as const;

/**
 * The function that fetches from a pipeline's source into its stream, and the rule that asks it to at an interval. A run that
 * failed is not repeated, neither by Lambda nor by EventBridge, since the next goes on where it stopped; nor is it kept
 * elsewhere, since the run keeps itself. What EventBridge could not hand over within an interval is kept in a queue, and the
 * next run tells of it as missed.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
 */
export class PipelineFetch extends Construct {
  constructor(scope: Construct, id: string, props: PipelineFetchProps) {
    super(scope, id);
    const { pipeline, stateTable, operationsBucket } = props;
    const target = pullTarget(this.node, pipeline.name, pipeline.pull);
    const interval = Duration.minutes(intervalMinutes('every', target.every));
    const seconds = interval.toSeconds();
    const fetch = new PipelineFunction(this, 'Function', {
      functionName: namesIn(this).fetchFunction(pipeline.name),
      description: `Fetches records of ${pipeline.name} from their source into the stream`,
      folder: 'fetch',
      pipelineFile: props.pipelineFile,
      memoryMb: 512,
      timeoutSeconds: Math.min(TIMEOUT.most, Math.max(TIMEOUT.least, seconds)),
      asyncRetries: 0,
      asyncMaxAgeSeconds: Math.min(21_600, seconds),
      environment: {
        [environment.stateTable]: stateTable.tableName,
        [environment.operationsBucket]: operationsBucket.bucketName,
        [environment.pull]: JSON.stringify(target),
      },
    });
    fetch.allow(['kinesis:PutRecords'], [EventStream.named(this, 'Stream', pipeline.stream.name).streamArn]);
    fetch.allow(['dynamodb:PutItem', 'dynamodb:UpdateItem'], [stateTable.tableArn]);
    fetch.allow(
      ['s3:PutObject'],
      [operationsBucket.arnForObjects(`${bucketPrefixes.acknowledgements}${pipeline.name}/*`)],
      'Acknowledgements are named by run and writer',
    );
    fetch.withoutDeadLetters('The next run goes on where a failed one stopped, and the run keeps itself');
    if (target.secret !== undefined) fetch.allow(['secretsmanager:GetSecretValue'], [this.#secretArn(target.secret)]);
    new events.Rule(this, 'Schedule', {
      ruleName: namesIn(this).fetchRule(pipeline.name),
      description: `Fetches records of ${pipeline.name} every ${target.every}`,
      schedule: events.Schedule.rate(interval),
      targets: [
        new targets.LambdaFunction(fetch.function, {
          deadLetterQueue: new DeadLetterQueue(this, 'DeadLetters'),
          retryAttempts: 0,
          maxEventAge: Duration.seconds(Math.min(86_400, seconds)),
        }),
      ],
    });
  }

  #secretArn(name: string): string {
    return Stack.of(this).formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      // Secrets Manager adds a hyphen and six characters to the name.
      resourceName: `${name}-??????`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}
