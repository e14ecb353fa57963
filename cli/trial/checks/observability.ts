import { CloudWatchClient, GetMetricStatisticsCommand, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { GetTraceSummariesCommand, XRayClient } from '@aws-sdk/client-xray';
import type { OwnMetric } from '../../../core/metrics/own-metrics.ts';
import type { deploymentAlarmKinds } from '../../../infra/constructs/alarms/deployment-alarm-kinds.ts';
import { type Check, failed, nothingWrong, passed, skipped } from '../check.ts';
import { functionsOf } from './functions.ts';

/** CloudWatch shows a metric some minutes after the log line that carries it. */
const METRICS_WITHIN_MS = 240_000;
const TRACES_WITHIN_MS = 120_000;
/** The one that a new deployment has. */
const EXPECTED_ALARM: keyof typeof deploymentAlarmKinds = 'no-health-report';
const LOOK_BACK_MS = 1_800_000;
/** Periods are whole minutes. */
const PERIOD_SECONDS = 60;

/** What the ingest function measured is in CloudWatch, made from its log lines (embedded metric format). */
export const metricsCheck: Check = {
  name: 'metrics of our own',
  withinMs: METRICS_WITHIN_MS,
  async look({ names, pipeline }) {
    const client = new CloudWatchClient({});
    const metric: OwnMetric = 'EventsStored';
    const service = names.ingestFunction(pipeline.name);
    try {
      const { Datapoints = [] } = await client.send(
        new GetMetricStatisticsCommand({
          Namespace: names.metricNamespace,
          MetricName: metric,
          Dimensions: [
            { Name: 'pipeline', Value: pipeline.name },
            { Name: 'service', Value: service },
          ],
          StartTime: new Date(Date.now() - LOOK_BACK_MS),
          EndTime: new Date(Date.now() + PERIOD_SECONDS * 1000),
          Period: PERIOD_SECONDS,
          Statistics: ['Sum'],
        }),
      );
      const sum = Datapoints.reduce((all, { Sum = 0 }) => all + Sum, 0);
      const says = `${metric} of ${service} in ${names.metricNamespace}: ${sum}`;
      return nothingWrong(sum > 0 ? [] : [says], says);
    } finally {
      client.destroy();
    }
  },
};

/**
 * There are alarms, and none has gone off; but for that of a missing health report, which is in ALARM in every new deployment until
 * CloudWatch has looked again after the first report.
 */
export const alarmsCheck: Check = {
  name: 'alarms',
  async look({ names }) {
    const client = new CloudWatchClient({});
    const AlarmNamePrefix = names.produceFunction.replace(/produce$/, '');
    const alarms: { readonly name: string; readonly state: string }[] = [];
    try {
      for await (const { MetricAlarms = [], CompositeAlarms = [] } of paginateDescribeAlarms(
        { client },
        { AlarmNamePrefix },
      )) {
        for (const { AlarmName = '', StateValue = '' } of [...MetricAlarms, ...CompositeAlarms]) {
          alarms.push({ name: AlarmName, state: StateValue });
        }
      }
    } finally {
      client.destroy();
    }
    if (alarms.length === 0) return failed(`there is none whose name begins with ${AlarmNamePrefix}`);
    const loud = alarms.filter(({ name, state }) => state === 'ALARM' && !name.endsWith(EXPECTED_ALARM));
    return nothingWrong(
      loud.map(({ name }) => `${name} is in ALARM`),
      `${alarms.length}, none in ALARM but for ${EXPECTED_ALARM}, as in every new deployment`,
    );
  },
};

/** Invocations left traces, where functions send them. */
export const tracesCheck: Check = {
  name: 'traces',
  onAwsOnly: 'LocalStack 4.14 has no X-Ray',
  withinMs: TRACES_WITHIN_MS,
  async look({ names }) {
    const traced = (await functionsOf(names)).filter(({ tracing }) => tracing === 'Active');
    if (traced.length === 0) return skipped('tracing is switched off: -c tracing=false');
    const client = new XRayClient({});
    const [first] = traced;
    try {
      const { TraceSummaries = [] } = await client.send(
        new GetTraceSummariesCommand({
          StartTime: new Date(Date.now() - LOOK_BACK_MS),
          EndTime: new Date(),
          FilterExpression: `service("${names.produceFunction}")`,
        }),
      );
      const says = `${TraceSummaries.length} of ${names.produceFunction}; ${traced.length} functions send some, ${first?.name} among them`;
      return nothingWrong(TraceSummaries.length > 0 ? [] : [says], says);
    } finally {
      client.destroy();
    }
  },
};

/** No log of a function is kept for ever. */
export const logsCheck: Check = {
  name: 'log retention',
  onAwsOnly: 'LocalStack 4.14 drops RetentionInDays of a template; a test of the templates holds it',
  async look({ names }) {
    const client = new CloudWatchLogsClient({});
    const logGroupNamePrefix = `/aws/lambda/${names.produceFunction.replace(/produce$/, '')}`;
    const wrong: string[] = [];
    let groups = 0;
    try {
      for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, { logGroupNamePrefix })) {
        groups += logGroups.length;
        const forEver = logGroups.filter(({ retentionInDays }) => retentionInDays === undefined);
        wrong.push(...forEver.map(({ logGroupName }) => `${logGroupName} is kept for ever`));
      }
    } finally {
      client.destroy();
    }
    if (groups === 0) return failed(`there is no log group ${logGroupNamePrefix}*`);
    return wrong.length > 0 ? nothingWrong(wrong, '') : passed(`${groups} log groups, each with an end`);
  },
};
