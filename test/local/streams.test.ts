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
} from '@aws-sdk/client-kinesis';
import { expect, onTestFinished, test } from 'vitest';
import { useLocalAws } from '../../cli/deployment.ts';
import { cloudConfig } from '../../localstack/config.ts';
import { caudalJson, invoke } from './support/caudal.ts';
import { clientsOf } from './support/clients.ts';
import { deployRecorder } from './support/recorder.ts';
import { TestStack } from './support/stack.ts';
import { createMapping, createStream } from './support/streams.ts';
import { until } from './support/until.ts';

useLocalAws(cloudConfig());
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
  const began = Date.now();
  await caudalJson(['produce', 'sensors', '--devices', '1', '--rate', '1500', '--for', '2s']);
  // The minutes that the records arrived in are not over, so they are asked for.
  const asked = { minutes: 2, until: new Date(Math.ceil((began + 1) / 60_000) * 60_000 + 60_000).toISOString() };
  const measured = await until(
    async () => (await invoke<Measured[]>('caudal-measure-load', asked)).find(({ pipeline }) => pipeline === 'sensors'),
    (load) => (load?.skew ?? 0) >= 1.8,
  );
  expect(measured?.skew).toBeGreaterThanOrEqual(1.8);
  expect(measured?.skew).toBeLessThanOrEqual(3);

  const { pipelines } = await caudalJson<StatusLoad>(['status']);
  const load = pipelines.find(({ name }) => name === 'sensors')?.load;
  expect(load?.shards).toHaveLength(3);
  expect(load?.skew).toBeGreaterThanOrEqual(1.8);

  const cloudWatch = new CloudWatchClient({});
  const AlarmName = 'skew-at-once';
  onTestFinished(async () => {
    await cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: [AlarmName] }));
    cloudWatch.destroy();
  });
  const alarmNamed = async (name: string) =>
    (await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }))).MetricAlarms?.[0];
  // The deployed alarm but for its patience: 2 of 3 periods of 5 minutes.
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
  // Alarms are looked at when their metric comes, as it does again here.
  const alarm = await until(
    async () => {
      await invoke('caudal-measure-load', asked);
      return alarmNamed(AlarmName);
    },
    (found) => found?.StateValue === 'ALARM',
  );
  expect(alarm?.StateValue).toBe('ALARM');
});
