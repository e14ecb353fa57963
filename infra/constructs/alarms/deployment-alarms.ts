import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { namesIn } from '../../stage.ts';
import { logicalId } from '../logical-id.ts';
import { type DeploymentAlarmKinds, deploymentAlarmKinds } from './deployment-alarm-kinds.ts';
import { keyspacesMetrics } from './keyspaces-metric.ts';
import { KindAlarm } from './kind-alarm.ts';
import { ownMetric, type PeriodMetric, queueMetric, sumOf } from './metrics.ts';

export interface DeploymentAlarmsProps {
  /** Names of the keyspaces that its tables are in. */
  readonly keyspaces: readonly string[];
  /** Queues of what could not be delivered. */
  readonly deadLetterQueues: readonly sqs.IQueue[];
  /** Topic that is told. */
  readonly topic: sns.ITopic;
  /** @default those of {@link deploymentAlarmKinds} */
  readonly kinds?: DeploymentAlarmKinds;
}

/** The alarms that a deployment has once: whether anybody looks, what Keyspaces refuses, and what did not arrive. */
export class DeploymentAlarms extends Construct {
  readonly alarms: readonly cloudwatch.Alarm[];

  constructor(scope: Construct, id: string, { kinds = deploymentAlarmKinds, topic, ...props }: DeploymentAlarmsProps) {
    super(scope, id);
    const { metricNamespace, healthFunction } = namesIn(this);
    const metrics: Readonly<Record<keyof DeploymentAlarmKinds, readonly PeriodMetric[]>> = {
      'no-health-report': [ownMetric(metricNamespace, healthFunction, 'HealthReports', undefined)],
      'keyspaces-write-throttles': keyspacesMetrics('WriteThrottleEvents', props.keyspaces),
      'keyspaces-read-throttles': keyspacesMetrics('ReadThrottleEvents', props.keyspaces),
      'keyspaces-user-errors': keyspacesMetrics('UserErrors', props.keyspaces),
      'dead-letters': sumOf(props.deadLetterQueues.map(({ queueName }) => queueMetric(queueName))),
    };
    this.alarms = Object.entries(kinds).flatMap(([name, kind]) =>
      metrics[name as keyof DeploymentAlarmKinds].map((metric, index) => {
        const part = index + 1;
        const id = logicalId(name, part === 1 ? '' : String(part));
        return new KindAlarm(this, id, { name, kind, metric, part, topic }).alarm;
      }),
    );
  }
}
