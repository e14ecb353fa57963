import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { namesIn } from '../stage.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { PipelineFunction } from './pipeline-function.ts';

export interface HealthCheckProps {
  /** Variables of the function. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * When it runs, as EventBridge writes it.
   * @default 'cron(0 0 * * ? *)': midnight UTC
   */
  readonly schedule?: string;
}

/**
 * The function that says whether everything is well, and the rule that asks it every day. Runs that EventBridge could not
 * start, and those that failed three times, are kept in a queue.
 */
export class HealthCheck extends Construct {
  readonly check: PipelineFunction;

  constructor(scope: Construct, id: string, props: HealthCheckProps) {
    super(scope, id);
    const deadLetterQueue = new DeadLetterQueue(this, 'DeadLetters');
    this.check = new PipelineFunction(this, 'Check', {
      functionName: namesIn(this).healthFunction,
      description: 'Checks Cassandra, streams, mappings and freshness, writes a report, and raises an alert',
      folder: 'check-health',
      memoryMb: 512,
      timeoutSeconds: 120,
      environment: props.environment,
      deadLetterQueue,
    });
    new events.Rule(this, 'Daily', {
      ruleName: namesIn(this).healthRule,
      description: 'Runs the health check every day',
      schedule: events.Schedule.expression(props.schedule ?? 'cron(0 0 * * ? *)'),
      targets: [new targets.LambdaFunction(this.check.function, { deadLetterQueue, retryAttempts: 3 })],
    });
  }
}
