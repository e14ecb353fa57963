import {
  type CloudWatchClient,
  DeleteAlarmsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { namesOf } from '../../../core/names.ts';
import type { AlarmKind } from '../../../infra/constructs/alarms/alarm-kind.ts';
import { deploymentAlarmKinds } from '../../../infra/constructs/alarms/deployment-alarm-kinds.ts';
import { DeploymentAlarms } from '../../../infra/constructs/alarms/deployment-alarms.ts';
import { pipelineAlarmKinds } from '../../../infra/constructs/alarms/pipeline-alarm-kinds.ts';
import { PipelineAlarms } from '../../../infra/constructs/alarms/pipeline-alarms.ts';
import type { BrokenPipeline } from './broken-pipeline.ts';

/** Mappings of the pipeline that is deployed. */
export interface DeployedMappings {
  readonly ingest: string;
  readonly analyze: string;
}

/** The kinds with a period of a minute, of which one that breaches is enough. Metrics, statistics and comparisons stay. */
function inAMinute<K extends string>(kinds: Readonly<Record<K, AlarmKind>>): Readonly<Record<K, AlarmKind>> {
  const short = Object.entries<AlarmKind>(kinds).map(([name, kind]) => [
    name,
    { ...kind, periodSeconds: 60, periods: 1, breaching: 1, ...(name.startsWith('iterator-age') && { threshold: 1 }) },
  ]);
  return Object.fromEntries(short) as Readonly<Record<K, AlarmKind>>;
}

/**
 * The product's own alarms, with a minute in place of their time: of the pipeline sensors that is deployed, under names that begin
 * with `watching`, and of a pipeline and a deployment that are broken, under the stage of that.
 */
function alarmsOf(watching: string, mappings: DeployedMappings, broken: BrokenPipeline): PutMetricAlarmCommandInput[] {
  const stack = new Stack(new App({ analyticsReporting: false }), broken.stage);
  const topic = new sns.Topic(stack, 'Topic');
  const kinds = inAMinute(pipelineAlarmKinds);
  const { ingestFunction, analyzeFunction, sweepFunction, stream, metricNamespace } = namesOf('');
  new PipelineAlarms(inStage(stack, 'Deployed', watching), 'Alarms', {
    pipeline: {
      name: 'sensors',
      stream: stream('sensors.events'),
      readers: [
        { functionName: ingestFunction('sensors'), mapping: mappings.ingest },
        { functionName: analyzeFunction('sensors'), mapping: mappings.analyze },
      ],
      others: [sweepFunction('sensors')],
    },
    namespace: metricNamespace,
    topic,
    kinds,
  });
  const stage = inStage(stack, 'Broken', broken.stage);
  new PipelineAlarms(stage, 'Pipeline', {
    pipeline: {
      name: 'sensors',
      stream: broken.stream,
      readers: [{ functionName: broken.functionName, mapping: broken.mapping }],
      others: [],
    },
    topic,
    kinds,
  });
  new DeploymentAlarms(stage, 'Deployment', {
    keyspaces: [broken.keyspace],
    deadLetterQueues: [sqs.Queue.fromQueueArn(stack, 'Queue', `arn:aws:sqs:us-east-1:000000000000:${broken.stage}`)],
    topic,
    kinds: inAMinute(deploymentAlarmKinds),
  });
  const resources = Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm');
  return Object.values(resources).map(({ Properties }) => ({ ...Properties, AlarmActions: [], OKActions: [] }));
}

/**
 * Makes these alarms, from the template and not by CloudFormation: an alarm's properties are the call's parameters, and the topic is
 * not what is tested.
 *
 * @returns what removes them
 */
export async function makeAlarms(
  client: CloudWatchClient,
  ...of: Parameters<typeof alarmsOf>
): Promise<() => Promise<void>> {
  const alarms = alarmsOf(...of);
  await Promise.all(alarms.map((alarm) => client.send(new PutMetricAlarmCommand(alarm))));
  const AlarmNames = alarms.flatMap(({ AlarmName }) => AlarmName ?? []);
  return async () => void (await client.send(new DeleteAlarmsCommand({ AlarmNames })));
}

function inStage(stack: Stack, id: string, prefix: string): Construct {
  const scope = new Construct(stack, id);
  scope.node.setContext('prefix', prefix);
  return scope;
}
