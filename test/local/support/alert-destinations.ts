import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as sns from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { namesOf } from '../../../core/names.ts';
import { AlertStream } from '../../../infra/constructs/alert-stream.ts';
import { localRegion } from '../../../localstack/access.ts';
import { account } from './clients.ts';

const names = namesOf('');

/** ARN of the deployed topic of alerts. */
export const topicArn = `arn:aws:sns:${localRegion}:${account}:${names.alertTopic}`;

/** A queue behind the deployed topic, and a stream behind the deployed bus by the construct of `infra/`; both bear the name. */
export function destinationsTemplate(name: string, pipeline: string): object {
  const stack = new Stack(new App({ analyticsReporting: false }), name);
  const queue = new sqs.Queue(stack, 'Queue', { queueName: name });
  sns.Topic.fromTopicArn(stack, 'Topic', topicArn).addSubscription(new SqsSubscription(queue));
  const streamMode = kinesis.StreamMode.PROVISIONED;
  const stream = new kinesis.Stream(stack, 'Stream', { streamName: name, streamMode, shardCount: 1 });
  const bus = events.EventBus.fromEventBusName(stack, 'Bus', names.alertBus);
  new AlertStream(stack, 'Alerts', { bus, pipeline, stream });
  // No assets, so no bootstrap to ask for.
  return { ...Template.fromStack(stack).toJSON(), Parameters: {}, Rules: {} };
}
