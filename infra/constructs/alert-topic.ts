import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { namesIn } from '../stage.ts';
import { alertPattern } from './alert-pattern.ts';
import { customerKey } from './customer-key.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';

/**
 * The topic that people and pagers subscribe to, and the rule that brings every alert on the bus to it. What the topic does not
 * take is kept in a queue. Alarms on metrics of this account are told to it as well.
 *
 * The topic has an encryption key of its own (1 USD a month) unless the deployment has one for all, since neither EventBridge nor
 * CloudWatch can publish to a topic under the key that AWS manages for SNS: nobody can let them use that one. The target lets
 * EventBridge use its own one, without a condition on the source, which it does not take here.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export class AlertTopic extends Construct {
  readonly topic: sns.Topic;
  /** Queue of what the topic did not take, or a mail server of its subscribers. */
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, bus: events.IEventBus) {
    super(scope, id);
    const key = customerKey(this) ?? this.#ownKey();
    this.topic = new sns.Topic(this, 'Topic', {
      topicName: namesIn(this).alertTopic,
      masterKey: key,
      enforceSSL: true,
    });
    this.topic.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    new events.Rule(this, 'ToTopic', {
      description: 'Brings every alert of Caudal to the topic',
      eventBus: bus,
      eventPattern: alertPattern,
      targets: [new targets.SnsTopic(this.topic, { deadLetterQueue: this.deadLetters })],
    });
  }

  #ownKey(): kms.Key {
    const key = new kms.Key(this, 'Key', {
      description: `Encrypts the topic ${namesIn(this).alertTopic}`,
      enableKeyRotation: true,
      // Nothing is kept under it but messages on their way.
      removalPolicy: RemovalPolicy.DESTROY,
      pendingWindow: Duration.days(7),
    });
    key.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
      }),
    );
    return key;
  }
}
