import { CloudWatchClient, PutMetricDataCommand, paginateDescribeAlarmHistory } from '@aws-sdk/client-cloudwatch';
import { DeleteFunctionConcurrencyCommand, InvokeCommand, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AlarmStatus, readAlarms } from '../../cli/alarms/read-alarms.ts';
import { alarmsBrief } from '../../cli/alarms/text.ts';
import { findMapping } from '../../cli/consumers.ts';
import { useLocalAws } from '../../cli/deployment.ts';
import { namesOf } from '../../core/names.ts';
import { lambdaClient } from '../../functions/clients/aws.ts';
import { deploymentAlarmKinds } from '../../infra/constructs/alarms/deployment-alarm-kinds.ts';
import { pipelineAlarmKinds } from '../../infra/constructs/alarms/pipeline-alarm-kinds.ts';
import { cloudConfig } from '../../localstack/config.ts';
import { type BrokenPipeline, breakPipeline, feed, removePipeline } from './support/broken-pipeline.ts';
import { caudal, caudalJson } from './support/caudal.ts';
import { makeAlarms } from './support/shortened-alarms.ts';
import { until } from './support/until.ts';

const run = Date.now().toString(36).slice(-6);
const watching = `w${run}`;
const stage = `b${run}`;
const { ingestFunction, analyzeFunction, sweepFunction } = namesOf('');

useLocalAws(cloudConfig());
const lambda = lambdaClient();
const cloudWatch = new CloudWatchClient({});
let broken: BrokenPipeline;
let removeAlarms: () => Promise<void>;

/** Kinds of the alarms of a stage that went off, be they over by now: a minute later the cause may be. */
async function wentOff(prefix: string): Promise<string[]> {
  const begins = namesOf(prefix).alarm('');
  const kinds = new Set<string>();
  for await (const { AlarmHistoryItems = [] } of paginateDescribeAlarmHistory(
    { client: cloudWatch },
    { HistoryItemType: 'StateUpdate' },
  )) {
    for (const { AlarmName = '', HistorySummary = '' } of AlarmHistoryItems) {
      if (!AlarmName.startsWith(begins) || !HistorySummary.endsWith('to ALARM')) continue;
      kinds.add(AlarmName.slice(begins.length).replace('sensors-', ''));
    }
  }
  return [...kinds].sort();
}

/** Refused while nothing may run, so that Lambda counts a throttle. */
async function throttleSweep(): Promise<void> {
  const FunctionName = sweepFunction('sensors');
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  try {
    await expect(lambda.send(new InvokeCommand({ FunctionName, Payload: '{}' }))).rejects.toThrow('Rate Exceeded');
  } finally {
    await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  }
}

/**
 * What Keyspaces and a stream publish of what they refuse. Cassandra counts neither by table, and a stream of the local cloud refuses
 * nothing unless it is told to: these causes are told, not made.
 */
async function refuse(): Promise<void> {
  const keyspaces = { Keyspace: broken.keyspace, TableName: 'sensor_readings', Operation: 'INSERT' };
  await Promise.all([
    ...['WriteThrottleEvents', 'ReadThrottleEvents', 'UserErrors'].map((name) =>
      tell('AWS/Cassandra', name, keyspaces),
    ),
    tell('AWS/Kinesis', 'WriteProvisionedThroughputExceeded', { StreamName: broken.stream }),
  ]);
}

async function tell(
  Namespace: string,
  MetricName: string,
  dimensions: Readonly<Record<string, string>>,
): Promise<void> {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const MetricData = [{ MetricName, Dimensions, Value: 1, Unit: 'Count' as const }];
  await cloudWatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
}

beforeAll(async () => {
  const [ingest, analyze] = await Promise.all(
    [ingestFunction('sensors'), analyzeFunction('sensors')].map((name) => findMapping(lambda, name)),
  );
  broken = await breakPipeline(stage);
  const mappings = { ingest: ingest?.UUID ?? '', analyze: analyze?.UUID ?? '' };
  removeAlarms = await makeAlarms(cloudWatch, watching, mappings, broken);
  await Promise.all([
    caudalJson(['produce', 'sensors', '--rate', '100', '--for', '2s', '--invalid', '50%']),
    lambda.send(new InvokeCommand({ FunctionName: sweepFunction('sensors'), Payload: '{"all":true}' })),
    feed(broken),
    refuse(),
  ]);
  await throttleSweep();
});

afterAll(async () => {
  await removeAlarms();
  await removePipeline(broken);
  for (const client of [lambda, cloudWatch]) client.destroy();
});

describe('alarms go off', () => {
  it('of a pipeline that lags, rejects, throws and is throttled, and no others', async () => {
    const expected = ['errors', 'iterator-age', 'iterator-age-critical', 'rejected-share', 'throttles'];
    const found = await until(
      () => wentOff(watching),
      (kinds) => expected.every((kind) => kinds.includes(kind)),
      100_000,
    );
    // On a busy machine Cassandra may be slow once, and a record that is tried again has failed.
    expect(found.filter((kind) => kind !== 'failing-records')).toEqual(expected);
  });

  it('of a pipeline whose records fail and are given up, of a deployment that nobody looks at, and of what it is refused', async () => {
    const expected = [
      ...Object.keys(deploymentAlarmKinds),
      ...['failed-batches', 'failing-records', 'iterator-age', 'iterator-age-critical', 'stream-throttles'],
    ].sort();
    const found = await until(
      () => wentOff(stage),
      (kinds) => expected.every((kind) => kinds.includes(kind)),
      100_000,
    );
    expect(found).toEqual(expected);
  });

  it('and say so to a person: what each means, since when, how many are well', async () => {
    const alarms = await readAlarms(namesOf(stage).alarm(''));
    const off = alarms.find(({ name }) => name.endsWith('failed-batches'));
    expect(off).toMatchObject({
      severity: 'critical',
      means: 'A mapping has given records up.',
      documentation: 'docs/alarms.md#failed-batches',
    });
    expect(Date.now() - Date.parse(off?.since ?? '')).toBeLessThan(600_000);
    const brief = alarmsBrief(alarms) ?? '';
    expect(brief).toContain('A mapping has given records up.');
    expect(brief).toMatch(/\d+ of \d+ alarms are OK\.$/);
  });
});

describe('the command line', () => {
  it('tells the alarms of the deployment in its status, and alone', async () => {
    const { alarms } = await caudalJson<{ alarms: AlarmStatus[] }>(['status']);
    const listed = await caudalJson<AlarmStatus[]>(['alarms']);
    const names = alarms.map(({ name }) => name).sort();
    expect(listed.map(({ name }) => name).sort()).toEqual(names);
    for (const kind of Object.keys(deploymentAlarmKinds)) expect(names).toContain(`caudal-${kind}`);
    for (const kind of Object.keys(pipelineAlarmKinds)) expect(names).toContain(`caudal-sensors-${kind}`);
    const { stdout } = await caudal(['status']);
    expect(stdout).toMatch(/\d+ of \d+ alarms are OK\./);
  });
});
