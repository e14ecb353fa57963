import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import {
  DeleteFunctionConcurrencyCommand,
  InvokeCommand,
  PutFunctionConcurrencyCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useLocalAws } from '../../cli/deployment.ts';
import { functionLogs } from '../../cli/function-logs.ts';
import { kinesisClient, lambdaClient } from '../../functions/clients/aws.ts';
import { cloudConfig } from '../../localstack/config.ts';
import { aws } from './support/caudal.ts';
import { draw } from './support/dashboard.ts';
import { deployObserved, observed, removeObserved } from './support/metrics-stack.ts';
import { until } from './support/until.ts';

const RECORDS = 500;
const BYTES = 100;
const KEY = 'key';

useLocalAws(cloudConfig());
const cloudWatch = new CloudWatchClient({});
const lambda = lambdaClient();
const kinesis = kinesisClient();
const began = new Date();
let stack: { mapping: string; queue: string };

/** The total of a metric since the test began. */
async function total(
  namespace: string,
  name: string,
  dimensions: Record<string, string>,
  stat = 'Sum',
): Promise<number> {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const Metric = { Namespace: namespace, MetricName: name, Dimensions };
  const { MetricDataResults } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: began,
      EndTime: new Date(Date.now() + 60_000),
      MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period: 60, Stat: stat } }],
    }),
  );
  const values = MetricDataResults?.[0]?.Values ?? [];
  return stat === 'Maximum' ? Math.max(0, ...values) : values.reduce((sum, value) => sum + value, 0);
}

async function invoke(event: object, more: { Qualifier?: string; InvocationType?: 'Event' } = {}): Promise<void> {
  await lambda.send(new InvokeCommand({ FunctionName: observed, Payload: JSON.stringify(event), ...more }));
}

async function logged(starts: string): Promise<string[]> {
  const signal = AbortSignal.timeout(10_000);
  const found: string[] = [];
  for await (const { message } of functionLogs(observed, { since: began.getTime(), follow: false, signal })) {
    if (message.startsWith(starts)) found.push(message);
  }
  return found;
}

/** Topic messages of alarms that came to the queue, as alarm and new state. */
async function notified(known: Map<string, string>): Promise<Map<string, string>> {
  const options = ['--wait-time-seconds', '2', '--max-number-of-messages', '10'];
  const answer = await aws<{ Messages?: { Body: string }[] } | undefined>(
    ...['sqs', 'receive-message', '--queue-url', stack.queue, ...options],
  );
  for (const { Body } of answer?.Messages ?? []) {
    const message = JSON.parse((JSON.parse(Body) as { Message: string }).Message) as Record<string, string>;
    known.set(message.AlarmName ?? '', message.NewStateValue ?? '');
  }
  return known;
}

beforeAll(async () => {
  stack = await deployObserved();
  for (let put = 0; put < 2; put++) {
    const Records = Array.from({ length: RECORDS }, () => ({ Data: new Uint8Array(BYTES), PartitionKey: KEY }));
    await kinesis.send(new PutRecordsCommand({ StreamName: observed, Records }));
  }
  // In one invocation: the sum of two might fall apart at the end of a minute.
  await invoke({ orders: 120 });
  await invoke({}, { Qualifier: 'live' });
  await invoke({ fail: true });
  await invoke({ fail: true }, { InvocationType: 'Event' });
  await lambda.send(new UpdateEventSourceMappingCommand({ UUID: stack.mapping, Enabled: true }));
});

afterAll(async () => {
  await removeObserved();
  for (const client of [cloudWatch, lambda, kinesis]) client.destroy();
});

describe('metrics and alarms', () => {
  it('alarms on errors, iterator age and an embedded metric go to ALARM and notify', async () => {
    const known = new Map<string, string>();
    await until(
      () => notified(known),
      ({ size }) => size >= 3,
    );
    expect(Object.fromEntries(known)).toEqual({
      [`${observed}-errors`]: 'ALARM',
      [`${observed}-age`]: 'ALARM',
      [`${observed}-orders`]: 'ALARM',
    });
  });

  it("counts invocations as the function's log does, synchronous, asynchronous and by the mapping", async () => {
    await until(
      () => total('AWS/Lambda', 'AsyncEventsDropped', { FunctionName: observed }),
      (dropped) => dropped === 1,
    );
    const of = { FunctionName: observed };
    const { reports, invocations } = await until(
      async () => ({ reports: await logged('REPORT'), invocations: await total('AWS/Lambda', 'Invocations', of) }),
      (answer) => answer.reports.length >= 5 && answer.reports.length === answer.invocations,
    );
    expect(invocations).toBe(reports.length);
    expect(await total('AWS/Lambda', 'Errors', of)).toBe(2);
    expect(await total('AWS/Lambda', 'Errors', of, 'SampleCount')).toBe(reports.length);
    expect(await total('AWS/Lambda', 'AsyncEventsReceived', of)).toBe(1);
    expect(await total('AWS/Lambda', 'Invocations', { ...of, Resource: `${observed}:live` })).toBe(1);
    expect(
      await total('AWS/Lambda', 'Invocations', { ...of, Resource: `${observed}:live`, ExecutedVersion: '1' }),
    ).toBe(1);
    const durations = reports.map((line) => Number(/\tDuration: ([\d.]+) ms/.exec(line)?.[1]));
    expect(await total('AWS/Lambda', 'Duration', of)).toBeCloseTo(durations.reduce((sum, one) => sum + one));
    expect(await total('AWS/Lambda', 'Duration', of, 'Maximum')).toBe(Math.max(...durations));
  });

  it('counts throttled attempts, which are no invocations', async () => {
    const of = { FunctionName: observed };
    const before = await total('AWS/Lambda', 'Invocations', of);
    const [FunctionName, ReservedConcurrentExecutions] = [observed, 0];
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
    const once = { FunctionName, Payload: '{}' };
    await expect(lambda.send(new InvokeCommand(once))).rejects.toThrow('Rate Exceeded');
    await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    const throttled = await until(
      () => total('AWS/Lambda', 'Throttles', of),
      (count) => count > 0,
    );
    expect(throttled).toBeGreaterThan(0);
    expect(await total('AWS/Lambda', 'Invocations', of)).toBe(before);
  });

  it('counts records and bytes of the stream', async () => {
    const of = { StreamName: observed };
    const records = await until(
      () => total('AWS/Kinesis', 'IncomingRecords', of),
      (sum) => sum >= 2 * RECORDS,
    );
    expect(records).toBe(2 * RECORDS);
    expect(await total('AWS/Kinesis', 'IncomingBytes', of)).toBe(2 * RECORDS * (BYTES + KEY.length));
    expect(await total('AWS/Kinesis', 'GetRecords.Records', of)).toBeGreaterThanOrEqual(2 * RECORDS);
  });

  it('a dashboard made of CDK metrics keeps its body and has data for each of them', async () => {
    const drawn = await until(
      () => draw(cloudWatch, observed, began),
      (metrics) => metrics.every(({ values }) => values.length > 0),
    );
    expect(drawn.filter(({ values }) => values.length === 0)).toEqual([]);
    expect(drawn.map(({ metric }) => metric)).toContain(`AWS/Lambda Errors FunctionName ${observed}`);
    expect(drawn.map(({ metric }) => metric)).toContain(`AWS/Kinesis IncomingBytes StreamName ${observed}`);
  });

  it('takes embedded metrics from the log events that anybody puts', async () => {
    const logs = new CloudWatchLogsClient({});
    const [logGroupName, logStreamName] = [`/${observed}/app`, 'one'];
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    const timestamp = Date.now();
    const directive = { Namespace: observed, Dimensions: [['city'], []], Metrics: [{ Name: 'Heat', Unit: 'None' }] };
    const message = JSON.stringify({
      _aws: { Timestamp: timestamp, CloudWatchMetrics: [directive] },
      city: 'Lima',
      Heat: [20, 22, 30],
    });
    const logEvents = [message, `not so: ${message}`, '{"_aws": {'].map((text) => ({ timestamp, message: text }));
    await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
    logs.destroy();
    const ofCity = await until(
      () => total(observed, 'Heat', { city: 'Lima' }),
      (sum) => sum > 0,
    );
    expect(ofCity).toBe(72);
    expect(await total(observed, 'Heat', {}, 'SampleCount')).toBe(3);
    expect(await total(observed, 'Heat', {}, 'p50')).toBe(22);
  });

  it('answers the AWS CLI: lists metrics by dimension and gives their statistics', async () => {
    const { Metrics } = await aws<{ Metrics: { MetricName: string; Dimensions: object[] }[] }>(
      ...['cloudwatch', 'list-metrics', '--namespace', observed, '--dimensions', `Name=service,Value=${observed}`],
    );
    expect(Metrics).toEqual([
      { Namespace: observed, MetricName: 'Orders', Dimensions: [{ Name: 'service', Value: observed }] },
    ]);
    const times = ['--start-time', began.toISOString(), '--end-time', new Date(Date.now() + 60_000).toISOString()];
    const { Datapoints } = await aws<{ Datapoints: { Sum: number; ExtendedStatistics: object; Unit: string }[] }>(
      ...['cloudwatch', 'get-metric-statistics', '--namespace', observed, '--metric-name', 'Orders', ...times],
      ...['--dimensions', `Name=service,Value=${observed}`, '--period', '3600', '--statistics', 'Sum'],
      ...['--extended-statistics', 'p0', 'p100'],
    );
    expect(Datapoints).toMatchObject([{ Sum: 120, ExtendedStatistics: { p0: 0, p100: 120 }, Unit: 'Count' }]);
  });
});
