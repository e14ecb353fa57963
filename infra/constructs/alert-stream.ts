import * as events from 'aws-cdk-lib/aws-events';
import { addToDeadLetterQueueResourcePolicy } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kinesis from 'aws-cdk-lib/aws-kinesis';
import { Construct } from 'constructs';
import { alertsOf } from './alert-pattern.ts';
import { keyStatements } from './customer-key.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';

export interface AlertStreamProps {
  /** Bus of alerts. */
  readonly bus: events.IEventBus;
  /** Name of the pipeline whose alerts these are. */
  readonly pipeline: string;
  /** Stream that takes them. */
  readonly stream: kinesis.IStream;
}

/**
 * Brings the alerts of a pipeline to a stream, for another pipeline to read: each as its own JSON without the envelope of
 * EventBridge, partitioned by the alert's key. What the stream does not take is kept in a queue, such as an alert whose key is
 * empty or longer than 256 characters, which is no partition key.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_KinesisParameters.html
 */
export class AlertStream extends Construct {
  constructor(scope: Construct, id: string, { bus, pipeline, stream }: AlertStreamProps) {
    super(scope, id);
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('events.amazonaws.com'),
      description: `Puts the alerts of ${pipeline} into ${stream.streamName}`,
    });
    role.addToPolicy(new iam.PolicyStatement({ actions: ['kinesis:PutRecord'], resources: [stream.streamArn] }));
    for (const statement of keyStatements(this, ['kinesis:PutRecord'])) role.addToPolicy(statement);
    new events.Rule(this, 'ToStream', {
      description: `Brings the alerts of ${pipeline} to a stream`,
      eventBus: bus,
      eventPattern: alertsOf(pipeline),
      targets: [new StreamTarget(stream, role, new DeadLetterQueue(this, 'DeadLetters'))],
    });
  }
}

/** The target of aws-cdk-lib would let EventBridge list shards and put many records, too. */
class StreamTarget implements events.IRuleTarget {
  readonly #stream: kinesis.IStream;
  readonly #role: iam.Role;
  readonly #deadLetterQueue: DeadLetterQueue;

  constructor(stream: kinesis.IStream, role: iam.Role, deadLetterQueue: DeadLetterQueue) {
    this.#stream = stream;
    this.#role = role;
    this.#deadLetterQueue = deadLetterQueue;
  }

  bind(rule: events.IRuleRef): events.RuleTargetConfig {
    addToDeadLetterQueueResourcePolicy(rule, this.#deadLetterQueue);
    return {
      arn: this.#stream.streamArn,
      role: this.#role,
      input: events.RuleTargetInput.fromEventPath('$.detail'),
      kinesisParameters: { partitionKeyPath: '$.detail.key' },
      deadLetterConfig: { arn: this.#deadLetterQueue.queueArn },
      targetResource: this.#stream,
    };
  }
}
