import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { namesIn } from '../stage.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { PipelineFunction, type PipelineFunctionProps } from './pipeline-function.ts';

export interface SweepProps extends Pick<PipelineFunctionProps, 'pipelineFile' | 'memoryMb' | 'environment'> {
  /** Name of the pipeline. */
  readonly pipeline: string;
}

/** How long a call to sweep is worth anything: by then the next one is there. */
const INTERVAL = Duration.minutes(1);

/**
 * The function that does each minute what time alone brings about in a pipeline: closes windows, finds what is silent,
 * publishes what a crash left. A sweep that failed is not repeated, neither by Lambda nor by EventBridge, since the next one
 * does the same; what EventBridge could not hand over is kept in a queue, since then no sweep comes at all.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
 */
export class Sweep extends Construct {
  readonly sweep: PipelineFunction;

  constructor(scope: Construct, id: string, { pipeline, ...settings }: SweepProps) {
    super(scope, id);
    this.sweep = new PipelineFunction(this, 'Function', {
      ...settings,
      functionName: namesIn(this).sweepFunction(pipeline),
      description: `Does each minute what time brings about in the windows and rules of ${pipeline}`,
      folder: 'sweep',
      timeoutSeconds: INTERVAL.toSeconds(),
      asyncRetries: 0,
      asyncMaxAgeSeconds: INTERVAL.toSeconds(),
    });
    this.sweep.withoutDeadLetters('The next sweep does what a failed one has left');
    new events.Rule(this, 'EachMinute', {
      ruleName: namesIn(this).sweepRule(pipeline),
      description: `Sweeps the windows and rules of ${pipeline} every minute`,
      schedule: events.Schedule.rate(INTERVAL),
      targets: [
        new targets.LambdaFunction(this.sweep.function, {
          deadLetterQueue: new DeadLetterQueue(this, 'DeadLetters'),
          retryAttempts: 0,
          maxEventAge: INTERVAL,
        }),
      ],
    });
  }
}
