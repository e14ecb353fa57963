import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { OwnMetric } from '../../../core/metrics/own-metrics.ts';
import { namesIn } from '../../stage.ts';
import { logicalId } from '../logical-id.ts';
import { KindAlarm } from './kind-alarm.ts';
import {
  functionMetric,
  givenUpMetrics,
  highestOf,
  ownMetric,
  type PeriodMetric,
  type Statistic,
  shareOf,
  streamMetric,
  sumOf,
} from './metrics.ts';
import { type PipelineAlarmKinds, pipelineAlarmKinds } from './pipeline-alarm-kinds.ts';

/** Records in a period from which on their rejected share says something. */
const LEAST_RECORDS = 20;

/** What of a pipeline its alarms watch. */
export interface WatchedPipeline {
  readonly name: string;
  /** Name of its stream. */
  readonly stream: string;
  /** Functions that read the stream, with the ids of their mappings; the first is ingest. */
  readonly readers: readonly [StreamReader, ...StreamReader[]];
  /** Names of its other functions. */
  readonly others: readonly string[];
}

interface StreamReader {
  readonly functionName: string;
  readonly mapping: string;
}

export interface PipelineAlarmsProps {
  readonly pipeline: WatchedPipeline;
  /** Topic that is told. */
  readonly topic: sns.ITopic;
  /** Namespace of the functions' own metrics. @default that of the stage */
  readonly namespace?: string;
  /** @default those of {@link pipelineAlarmKinds} */
  readonly kinds?: PipelineAlarmKinds;
}

/** The alarms of a pipeline: how far behind its functions are, what they lose, refuse and throw, and what refuses them. */
export class PipelineAlarms extends Construct {
  readonly alarms: readonly cloudwatch.Alarm[];

  constructor(
    scope: Construct,
    id: string,
    { pipeline, topic, kinds = pipelineAlarmKinds, ...props }: PipelineAlarmsProps,
  ) {
    super(scope, id);
    const alarms: cloudwatch.Alarm[] = [];
    const add = (name: keyof PipelineAlarmKinds, ...metrics: readonly PeriodMetric[]): void => {
      for (const [index, metric] of metrics.entries()) {
        const part = index + 1;
        const props = { name, kind: kinds[name], metric, part, pipeline: pipeline.name, topic };
        alarms.push(new KindAlarm(this, logicalId(name, part === 1 ? '' : String(part)), props).alarm);
      }
    };
    const { readers, others, stream } = pipeline;
    const namespace = props.namespace ?? namesIn(this).metricNamespace;
    const own = (name: string, metric: OwnMetric, statistic?: Statistic) =>
      ownMetric(namespace, name, metric, pipeline.name, statistic);
    const readerNames = readers.map(({ functionName }) => functionName);
    const ingest = readers[0].functionName;
    const ages = highestOf(readerNames.map((name) => functionMetric(name, 'IteratorAge', 'Maximum')));
    add('iterator-age', ...ages);
    add('iterator-age-critical', ...ages);
    add('failing-records', ...sumOf(readerNames.map((name) => own(name, 'RecordsFailed'))));
    add('failed-batches', ...sumOf(readers.flatMap(({ mapping }) => givenUpMetrics(mapping))));
    add('rejected-share', shareOf(own(ingest, 'EventsRejected'), own(ingest, 'EventsStored'), LEAST_RECORDS));
    const all = [...readerNames, ...others];
    add('errors', ...sumOf(all.map((name) => functionMetric(name, 'Errors', 'Sum'))));
    add('throttles', ...sumOf(all.map((name) => functionMetric(name, 'Throttles', 'Sum'))));
    add('stream-throttles', streamMetric(stream, 'WriteProvisionedThroughputExceeded'));
    add('shard-skew', own(namesIn(this).loadFunction, 'ShardSkew', 'Maximum'));
    this.alarms = alarms;
  }
}
