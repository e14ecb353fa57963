import { ArnFormat, Stack } from 'aws-cdk-lib';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { environment } from '../../core/environment.ts';
import { namesIn } from '../stage.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { PipelineFunction } from './pipeline-function.ts';

export interface AlertWebhookProps {
  readonly topic: sns.Topic;
  /**
   * Name of a Secrets Manager secret `{"url"}`, made by its owner beside this app. Encrypted with the key that AWS manages, or
   * with one that lets the function's role decrypt.
   */
  readonly secretName: string;
}

/**
 * Posts every alert to a webhook, such as one of Slack. SNS itself could call an address, but not with a body that a chat
 * understands. What the webhook does not take in three calls of four tries each is kept in a queue, and so is what SNS could
 * not hand to the function.
 */
export class AlertWebhook extends Construct {
  constructor(scope: Construct, id: string, { topic, secretName }: AlertWebhookProps) {
    super(scope, id);
    const deadLetterQueue = new DeadLetterQueue(this, 'DeadLetters');
    const notify = new PipelineFunction(this, 'Notify', {
      functionName: namesIn(this).notifyFunction,
      description: 'Posts alerts to a webhook',
      folder: 'notify',
      memoryMb: 256,
      timeoutSeconds: 60,
      environment: { [environment.webhookSecret]: secretName },
      deadLetterQueue,
    });
    const secretArn = Stack.of(this).formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      // Secrets Manager adds a hyphen and six characters to the name.
      resourceName: `${secretName}-??????`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    notify.allow(['secretsmanager:GetSecretValue'], [secretArn]);
    topic.addSubscription(new LambdaSubscription(notify.function, { deadLetterQueue }));
  }
}
