import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';

/** Name of everything that the stack makes, the namespace of the function's embedded metric too; another one each run. */
export const observed = `observed-${Date.now().toString(36)}`;

/** Fails, or writes an embedded metric, as the event says. */
const code = `exports.handler = async (event, context) => {
  if (event.fail) throw new Error('asked to fail');
  const metrics = [{ Name: 'Orders', Unit: 'Count' }];
  const CloudWatchMetrics = [{ Namespace: '${observed}', Dimensions: [['service']], Metrics: metrics }];
  const _aws = { Timestamp: Date.now(), CloudWatchMetrics };
  console.log(JSON.stringify({ _aws, service: context.functionName, Orders: event.orders ?? 0 }));
};`;

/**
 * A stream, a function that reads it, alarms whose topic leads to a queue, and a dashboard: every metric comes from a helper
 * of the CDK's constructs, so names and dimensions are theirs.
 */
function template(): object {
  const stack = new Stack(new App({ analyticsReporting: false }), observed);
  const streamMode = kinesis.StreamMode.PROVISIONED;
  const stream = new kinesis.Stream(stack, 'Stream', { streamName: observed, streamMode, shardCount: 1 });
  const fn = new lambda.Function(stack, 'Function', {
    functionName: observed,
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline(code),
    retryAttempts: 0,
  });
  const alias = fn.addAlias('live');
  const mapping = new lambda.EventSourceMapping(stack, 'Mapping', {
    target: fn,
    eventSourceArn: stream.streamArn,
    startingPosition: lambda.StartingPosition.TRIM_HORIZON,
    batchSize: 1000,
    enabled: false,
  });
  stream.grantRead(fn);
  const metric = { period: Duration.minutes(1) };
  const orders = new cloudwatch.Metric({
    ...metric,
    namespace: observed,
    metricName: 'Orders',
    dimensionsMap: { service: fn.functionName },
    statistic: 'Sum',
  });
  const alarms = [
    alarm(stack, 'Errors', fn.metricErrors(metric), 1),
    alarm(stack, 'Age', fn.metric('IteratorAge', { ...metric, statistic: 'Maximum' }), 1),
    alarm(stack, 'Orders', orders, 100),
    alarm(stack, 'Quiet', fn.metricThrottles(metric), 1000),
  ];
  const topic = new sns.Topic(stack, 'Topic');
  const queue = new sqs.Queue(stack, 'Queue', { queueName: observed });
  topic.addSubscription(new SqsSubscription(queue));
  for (const one of alarms) one.addAlarmAction(new SnsAction(topic));
  const dashboard = new cloudwatch.Dashboard(stack, 'Dashboard', { dashboardName: observed });
  dashboard.addWidgets(
    new cloudwatch.GraphWidget({
      left: [
        ...[fn.metricInvocations(metric), fn.metricErrors(metric), fn.metricDuration(metric), orders],
        ...[alias.metricInvocations(metric), lambda.Function.metricAllInvocations(metric)],
        fn.metric('IteratorAge', { ...metric, statistic: 'Maximum' }),
      ],
      right: [
        ...[
          stream.metricIncomingRecords(metric),
          stream.metricIncomingBytes(metric),
          stream.metricPutRecordsSuccess(metric),
        ],
        ...[stream.metricGetRecordsSuccess(metric), stream.metricGetRecordsIteratorAgeMilliseconds(metric)],
        stream.metricWriteProvisionedThroughputExceeded(metric),
      ],
    }),
  );
  stack.exportValue(mapping.eventSourceMappingId, { name: `${observed}-mapping` });
  stack.exportValue(queue.queueUrl, { name: `${observed}-queue` });
  // No assets, so no bootstrap to ask for.
  return { ...Template.fromStack(stack).toJSON(), Parameters: {}, Rules: {} };
}

function alarm(stack: Stack, name: string, metric: cloudwatch.Metric, threshold: number): cloudwatch.Alarm {
  const alarmName = `${observed}-${name.toLowerCase()}`;
  return new cloudwatch.Alarm(stack, `${name}Alarm`, { alarmName, metric, threshold, evaluationPeriods: 1 });
}

/** Deploys the stack. @returns the id of its mapping, which does not read yet, and the URL of its queue */
export async function deployObserved(): Promise<{ mapping: string; queue: string }> {
  const client = new CloudFormationClient({});
  try {
    await client.send(new CreateStackCommand({ StackName: observed, TemplateBody: JSON.stringify(template()) }));
    await waitUntilStackCreateComplete({ client, maxWaitTime: 120, minDelay: 1, maxDelay: 1 }, { StackName: observed });
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: observed }));
    const exported = new Map(Stacks?.[0]?.Outputs?.map(({ ExportName, OutputValue }) => [ExportName, OutputValue]));
    const [mapping = '', queue = ''] = ['mapping', 'queue'].map((name) => exported.get(`${observed}-${name}`));
    return { mapping, queue };
  } finally {
    client.destroy();
  }
}

/** Takes the stack away. */
export async function removeObserved(): Promise<void> {
  const client = new CloudFormationClient({});
  try {
    await client.send(new DeleteStackCommand({ StackName: observed }));
    await waitUntilStackDeleteComplete({ client, maxWaitTime: 120, minDelay: 1, maxDelay: 1 }, { StackName: observed });
  } finally {
    client.destroy();
  }
}
