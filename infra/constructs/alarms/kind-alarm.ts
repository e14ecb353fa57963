import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { namesIn } from '../../stage.ts';
import { type AlarmKind, alarmDescription } from './alarm-kind.ts';

export interface KindAlarmProps {
  /** Name of the kind, which the documentation has an entry for. */
  readonly name: string;
  readonly kind: AlarmKind;
  /** What it watches, gathered over that period. */
  readonly metric: (period: Duration) => cloudwatch.IMetric;
  /** Which of several alarms of the kind it is, from 1 on, where one can't watch all. @default 1 */
  readonly part?: number;
  /** Pipeline of which it is. @default the deployment's */
  readonly pipeline?: string;
  /** Topic that is told when it goes off, and when it is over. */
  readonly topic: sns.ITopic;
}

const comparisons = {
  from: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  below: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
} as const;

const missingData = {
  breaching: cloudwatch.TreatMissingData.BREACHING,
  notBreaching: cloudwatch.TreatMissingData.NOT_BREACHING,
} as const;

/** An alarm of a kind, which tells a topic when it goes off and when it is over. */
export class KindAlarm extends Construct {
  readonly alarm: cloudwatch.Alarm;

  constructor(scope: Construct, id: string, { name, kind, metric, part = 1, pipeline, topic }: KindAlarmProps) {
    super(scope, id);
    this.alarm = new cloudwatch.Alarm(this, 'Alarm', {
      alarmName: namesIn(this).alarm(part === 1 ? name : `${name}-${part}`, pipeline),
      alarmDescription: alarmDescription(name, kind),
      metric: metric(Duration.seconds(kind.periodSeconds)),
      threshold: kind.threshold,
      comparisonOperator: comparisons[kind.goesOff],
      evaluationPeriods: kind.periods,
      datapointsToAlarm: kind.breaching ?? kind.periods,
      treatMissingData: missingData[kind.missing],
    });
    const tell = new SnsAction(topic);
    this.alarm.addAlarmAction(tell);
    this.alarm.addOkAction(tell);
  }
}
