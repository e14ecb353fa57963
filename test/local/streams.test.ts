import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  RegisterStreamConsumerCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { expect, onTestFinished, test } from 'vitest';
import { useLocalAws } from '../../cli/deployment.ts';
import { cloudConfig } from '../../localstack/config.ts';
import { caudalJson } from './support/caudal.ts';
import { clientsOf } from './support/clients.ts';
import { deployRecorder } from './support/recorder.ts';
import { TestStack } from './support/stack.ts';
import { createMapping, createStream } from './support/streams.ts';
import { until } from './support/until.ts';

useLocalAws(cloudConfig());
const MINUTE_MS = 60_000;
const clients = clientsOf();
const numbered = (count: number, from = 0): string[] => Array.from({ length: count }, (_, index) => `${from + index}`);

test('a mapping of a registered consumer gets every record, also of shards that a split makes', async () => {
  const stream = await createStream(clients, 'fan-out', 2);
  const consumer = { StreamARN: stream.arn, ConsumerName: 'reader' };
  const { Consumer } = await clients.kinesis.send(new RegisterStreamConsumerCommand(consumer));
  const registered = Consumer?.ConsumerARN ?? '';
  await until(
    () => clients.kinesis.send(new DescribeStreamConsumerCommand(consumer)),
    ({ ConsumerDescription }) => ConsumerDescription?.ConsumerStatus === 'ACTIVE',
  );
  const recorder = await deployRecorder(clients, 'fan-out');
  await createMapping(clients, { arn: registered }, recorder.name);
  await stream.put(numbered(200), (text) => text);
  await stream.split('shardId-000000000000');
  await stream.put(numbered(200, 200), (text) => text);
  const calls = await recorder.until(() => recorder.data().length >= 400);
  expect(recorder.data().toSorted((a, b) => Number(a) - Number(b))).toEqual(numbered(400));
  const sources = calls.flatMap(({ event }) => event.Records.map(({ eventSourceARN }) => eventSourceARN));
  expect([...new Set(sources)]).toEqual([registered]);
});

/** A stack with a stream like this. */
const formed = (properties: object): object => ({
  Resources: { Stream: { Type: 'AWS::Kinesis::Stream', Properties: { Name: 'resharded', ...properties } } },
});
const onDemand = { StreamModeDetails: { StreamMode: 'ON_DEMAND' } };

test('a stack changes mode and shards in place, and says in Kinesis words what it may not', async () => {
  const stack = new TestStack('resharded');
  onTestFinished(async () => void (await stack.delete()));
  const shape = async (): Promise<string> => {
    const asked = new DescribeStreamSummaryCommand({ StreamName: 'resharded' });
    const { StreamModeDetails, OpenShardCount } = (await clients.kinesis.send(asked)).StreamDescriptionSummary ?? {};
    return `${StreamModeDetails?.StreamMode} ${OpenShardCount}`;
  };
  await stack.create(formed({ ShardCount: 2 }));
  expect((await stack.update(formed({ ShardCount: 4 }))).StackStatus).toBe('UPDATE_COMPLETE');
  expect(await shape()).toBe('PROVISIONED 4');
  expect(await stack.update(formed({ ShardCount: 9 }))).toMatchObject({
    StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
    StackStatusReason: expect.stringContaining('cannot scale up over double your current open shard count'),
  });
  expect((await stack.update(formed(onDemand))).StackStatus).toBe('UPDATE_COMPLETE');
  expect(await shape()).toBe('ON_DEMAND 4');
  expect((await stack.update(formed({ ShardCount: 3 }))).StackStatus).toBe('UPDATE_COMPLETE');
  expect(await shape()).toBe('PROVISIONED 3');
});

test('resharded under load, a pipeline loses nothing, and the ledger finds every record', async () => {
  const scale = (TargetShardCount: number) =>
    clients.kinesis.send(
      new UpdateShardCountCommand({ StreamName: 'payments.events', TargetShardCount, ScalingType: 'UNIFORM_SCALING' }),
    );
  const load = caudalJson<{ runId: string }>(['produce', 'payments', '--rate', '40', '--for', '6s']);
  // Once the load has begun to arrive: ingest has counted some of it.
  await until(
    async () => (await caudalJson<StatusLoad>(['status'])).pipelines.find(({ name }) => name === 'payments'),
    (payments) => (payments?.load.shards ?? []).some(({ recordsPerSecond }) => recordsPerSecond > 0),
  );
  expect(await scale(6)).toMatchObject({ CurrentShardCount: 3, TargetShardCount: 6 });
  const { runId } = await load;
  const ledger = await caudalJson<object>(['ledger', 'payments', '--run', runId, '--wait', '60s']);
  expect(ledger).toMatchObject({ sent: 240, stored: 240, lost: 0 });
  await scale(3);
});

interface Measured {
  readonly pipeline: string;
  readonly skew?: number;
}
interface StatusLoad {
  readonly pipelines: readonly {
    readonly name: string;
    readonly load: { readonly shards: readonly { readonly recordsPerSecond: number }[]; readonly skew: number | null };
  }[];
}

test('all load on one shard shows in status, is measured, and sets the alarm off', async () => {
  const cloudWatch = new CloudWatchClient({});
  const AlarmName = 'skew-at-once';
  onTestFinished(async () => {
    await cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: [AlarmName] }));
    cloudWatch.destroy();
  });
  const alarmNamed = async (name: string) =>
    (await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }))).MetricAlarms?.[0];
  // The deployed alarm but for its patience, 2 of 3 periods.
  const deployed = await alarmNamed('caudal-sensors-shard-skew');
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName,
      Namespace: deployed?.Namespace,
      MetricName: deployed?.MetricName,
      Dimensions: deployed?.Dimensions,
      Statistic: deployed?.Statistic,
      Threshold: deployed?.Threshold,
      ComparisonOperator: deployed?.ComparisonOperator,
      TreatMissingData: deployed?.TreatMissingData,
      Period: deployed?.Period,
      EvaluationPeriods: 1,
    }),
  );
  const began = Date.now();
  await caudalJson(['produce', 'sensors', '--devices', '1', '--rate', '1500', '--for', '2s']);
  const shown = await until(
    async () => (await caudalJson<StatusLoad>(['status'])).pipelines.find(({ name }) => name === 'sensors')?.load,
    (load) => (load?.skew ?? 0) >= 1.8,
  );
  expect(shown?.shards).toHaveLength(3);
  expect(shown?.skew).toBeGreaterThanOrEqual(1.8);
  // The minutes that the records arrived in are not over, so they are asked for.
  const minutesEnd = new Date((Math.floor(began / MINUTE_MS) + 2) * MINUTE_MS).toISOString();
  const measure = async (): Promise<Measured | undefined> => {
    const Payload = JSON.stringify({ minutes: 2, until: minutesEnd });
    const answer = await clients.lambda.send(new InvokeCommand({ FunctionName: 'caudal-measure-load', Payload }));
    const loads = JSON.parse(Buffer.from(answer.Payload ?? []).toString()) as readonly Measured[];
    return loads.find(({ pipeline }) => pipeline === 'sensors');
  };
  const measured = await until(measure, (load) => (load?.skew ?? 0) >= 1.8);
  expect(measured?.skew).toBeGreaterThanOrEqual(1.8);
  expect(measured?.skew).toBeLessThanOrEqual(3);
  const alarm = await until(
    () => alarmNamed(AlarmName),
    (found) => found?.StateValue === 'ALARM',
  );
  expect(alarm?.StateValue).toBe('ALARM');
});
