import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { PipelineTarget } from '../../core/environment.ts';
import type { Names } from '../../core/names.ts';
import { namesIn } from '../stage.ts';
import { DeploymentAlarms, type DeploymentAlarmsProps } from './alarms/deployment-alarms.ts';
import { PipelineAlarms, type WatchedPipeline } from './alarms/pipeline-alarms.ts';
import { Dashboard } from './dashboard.ts';
import { logicalId } from './logical-id.ts';

export interface WatchProps extends Pick<DeploymentAlarmsProps, 'deadLetterQueues' | 'keyspaces'> {
  readonly pipelines: readonly PipelineTarget[];
  /** Topic that alarms tell. */
  readonly topic: sns.ITopic;
  /** Whether there are alarms, beside the dashboard. */
  readonly alarms: boolean;
}

/** The alarms of a deployment and of its pipelines, and the dashboard that shows them. */
export class Watch extends Construct {
  constructor(scope: Construct, id: string, { topic, ...props }: WatchProps) {
    super(scope, id);
    const { keyspaces, deadLetterQueues } = props;
    const pipelines = props.pipelines.map((target) => watchedPipeline(target, namesIn(this)));
    const alarms = props.alarms
      ? [
          ...new DeploymentAlarms(this, 'Deployment', { keyspaces, deadLetterQueues, topic }).alarms,
          ...pipelines.flatMap(
            (pipeline) => new PipelineAlarms(this, logicalId('pipeline', pipeline.name), { pipeline, topic }).alarms,
          ),
        ]
      : [];
    new Dashboard(this, 'Dashboard', { pipelines, keyspaces, alarms });
  }
}

function watchedPipeline(target: PipelineTarget, names: Names): WatchedPipeline {
  const { pipeline, stream, mapping = '', analyzeMapping, fetchEvery, consumers = [] } = target;
  const analyzed = analyzeMapping !== undefined;
  return {
    name: pipeline,
    stream,
    readers: [
      { functionName: names.ingestFunction(pipeline), mapping },
      ...(analyzed ? [{ functionName: names.analyzeFunction(pipeline), mapping: analyzeMapping }] : []),
      ...consumers.map((consumer) => ({
        functionName: names.consumerFunction(pipeline, consumer.name),
        mapping: consumer.mapping,
      })),
    ],
    others: [
      ...(analyzed ? [names.sweepFunction(pipeline)] : []),
      ...(fetchEvery === undefined ? [] : [names.fetchFunction(pipeline)]),
    ],
  };
}
