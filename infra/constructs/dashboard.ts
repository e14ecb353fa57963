import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { OwnMetric } from '../../core/metrics/own-metrics.ts';
import { namesIn } from '../stage.ts';
import { keyspacesMetrics } from './alarms/keyspaces-metric.ts';
import { functionMetric, ownMetric, type PeriodMetric, type Statistic, streamMetric } from './alarms/metrics.ts';
import type { WatchedPipeline } from './alarms/pipeline-alarms.ts';

export interface DashboardProps {
  readonly pipelines: readonly WatchedPipeline[];
  /** Names of the keyspaces that their tables are in. */
  readonly keyspaces: readonly string[];
  /** Alarms whose state is shown; none, and there is no such widget. */
  readonly alarms: readonly cloudwatch.IAlarm[];
}

const PERIOD = Duration.minutes(1);

/** In columns; a dashboard has 24. */
const WIDTH = 8;
const HEIGHT = 6;
const WHOLE_WIDTH = 24;

/**
 * The dashboard of a deployment: the state of all alarms, then a row a pipeline with what came in and became of it, how long
 * that took and how far behind its functions are, then what Keyspaces did. The first three dashboards of an account are free.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html
 */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { pipelines, keyspaces, alarms }: DashboardProps) {
    super(scope, id);
    const dashboard = new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: namesIn(this).dashboard,
      defaultInterval: Duration.hours(3),
    });
    if (alarms.length > 0) {
      const rows = Math.ceil(alarms.length / 4);
      const states = { title: 'Alarms', alarms: [...alarms], width: WHOLE_WIDTH, height: rows + 1 };
      dashboard.addWidgets(new cloudwatch.AlarmStatusWidget(states));
    }
    for (const pipeline of pipelines) dashboard.addWidgets(...pipelineGraphs(pipeline, namesIn(this).metricNamespace));
    dashboard.addWidgets(
      graph('Keyspaces: write capacity units', keyspacesMetrics('ConsumedWriteCapacityUnits', keyspaces)),
      graph('Keyspaces: throttles', [
        ...keyspacesMetrics('WriteThrottleEvents', keyspaces),
        ...keyspacesMetrics('ReadThrottleEvents', keyspaces),
      ]),
      graph('Keyspaces: refused statements', keyspacesMetrics('UserErrors', keyspaces)),
    );
  }
}

function pipelineGraphs(
  { name, stream, readers, others }: WatchedPipeline,
  namespace: string,
): cloudwatch.GraphWidget[] {
  const [ingest] = readers;
  const own = (metric: OwnMetric, statistic?: Statistic) =>
    ownMetric(namespace, ingest.functionName, metric, name, statistic);
  const functions = [...readers.map(({ functionName }) => functionName), ...others];
  return [
    graph(`${name}: records`, [
      streamMetric(stream, 'IncomingRecords'),
      own('EventsStored'),
      own('EventsRejected'),
      own('RecordsFailed'),
    ]),
    graph(`${name}: arrival to row, ms`, [own('EndToEndLatency', 'p50'), own('EndToEndLatency', 'p99')]),
    graph(
      `${name}: iterator age, ms`,
      readers.map(({ functionName }) => functionMetric(functionName, 'IteratorAge', 'Maximum')),
    ),
    graph(`${name}: bytes`, [streamMetric(stream, 'IncomingBytes'), own('BytesProcessed')]),
    graph(
      `${name}: errors`,
      functions.map((functionName) => functionMetric(functionName, 'Errors', 'Sum')),
    ),
    graph(`${name}: throttles`, [
      ...functions.map((functionName) => functionMetric(functionName, 'Throttles', 'Sum')),
      streamMetric(stream, 'WriteProvisionedThroughputExceeded'),
    ]),
  ];
}

function graph(title: string, metrics: readonly PeriodMetric[]): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({
    title,
    left: metrics.map((metric) => metric(PERIOD)),
    width: WIDTH,
    height: HEIGHT,
    leftYAxis: { min: 0, showUnits: false },
  });
}
