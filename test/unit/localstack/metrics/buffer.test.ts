import { expect, test } from 'vitest';
import { createMetricBuffer } from '../../../../localstack/metrics/buffer.ts';
import type { MetricDatum, MetricSample } from '../../../../localstack/metrics/model.ts';

const minute = 1_763_800_020;

function sample(changes: Partial<MetricSample> = {}): MetricSample {
  return {
    account: '000000000000',
    region: 'us-east-1',
    namespace: 'AWS/Kinesis',
    name: 'IncomingRecords',
    dimensions: { StreamName: 'orders' },
    unit: 'Count',
    value: 1,
    ...changes,
  };
}

function bufferAt(seconds = minute) {
  const clock = { ms: seconds * 1000 };
  return { clock, buffer: createMetricBuffer(() => clock.ms) };
}

const sum = (data: readonly MetricDatum[]) =>
  data.reduce(
    (total, { Values, Counts }) => Values.reduce((all, value, i) => all + value * (Counts[i] ?? 0), total),
    0,
  );

test('samples of a minute become distinct values with counts, at the start of the minute', () => {
  const { buffer, clock } = bufferAt();
  for (const value of [500, 20, 500]) {
    clock.ms += 19_999;
    buffer.add(sample({ value }));
  }
  expect(buffer.drain()).toEqual([
    {
      account: '000000000000',
      region: 'us-east-1',
      namespace: 'AWS/Kinesis',
      data: [
        {
          MetricName: 'IncomingRecords',
          Dimensions: [{ Name: 'StreamName', Value: 'orders' }],
          Timestamp: minute,
          Unit: 'Count',
          Values: [500, 20],
          Counts: [2, 1],
        },
      ],
    },
  ]);
});

test('each minute, name, unit and set of dimensions is a datum of its own, whatever the order of the dimensions', () => {
  const { buffer, clock } = bufferAt();
  buffer.add(sample());
  buffer.add(sample({ name: 'IncomingBytes', unit: 'Bytes' }));
  buffer.add(sample({ dimensions: { StreamName: 'orders', ShardId: 'shardId-000000000000' } }));
  buffer.add(sample({ dimensions: { ShardId: 'shardId-000000000000', StreamName: 'orders' } }));
  clock.ms += 60_000;
  buffer.add(sample());
  const [batch, ...others] = buffer.drain();
  expect(others).toEqual([]);
  expect(
    batch?.data.map(({ MetricName, Dimensions, Timestamp, Counts }) => [
      MetricName,
      Dimensions.length,
      Timestamp,
      Counts,
    ]),
  ).toEqual([
    ['IncomingRecords', 1, minute, [1]],
    ['IncomingBytes', 1, minute, [1]],
    ['IncomingRecords', 2, minute, [2]],
    ['IncomingRecords', 1, minute + 60, [1]],
  ]);
});

test('accounts, regions and namespaces are apart, since PutMetricData takes one of each', () => {
  const { buffer } = bufferAt();
  buffer.add(sample());
  buffer.add(sample({ account: '111111111111' }));
  buffer.add(sample({ region: 'eu-west-1' }));
  buffer.add(sample({ namespace: 'AWS/Lambda', name: 'IteratorAge', unit: 'Milliseconds' }));
  buffer.add(sample({ name: 'IncomingBytes', unit: 'Bytes' }));
  expect(
    buffer.drain().map(({ account, region, namespace, data }) => [account, region, namespace, data.length]),
  ).toEqual([
    ['000000000000', 'us-east-1', 'AWS/Kinesis', 2],
    ['111111111111', 'us-east-1', 'AWS/Kinesis', 1],
    ['000000000000', 'eu-west-1', 'AWS/Kinesis', 1],
    ['000000000000', 'us-east-1', 'AWS/Lambda', 1],
  ]);
});

test('what was drained is gone; what comes later in the same minute is a datum more', () => {
  const { buffer } = bufferAt();
  buffer.add(sample({ value: 3 }));
  buffer.drain();
  expect(buffer.drain()).toEqual([]);
  buffer.add(sample({ value: 4 }));
  expect(buffer.drain()[0]?.data[0]).toMatchObject({ Timestamp: minute, Values: [4], Counts: [1] });
});

test('more than 150 distinct values are several datums, and none is lost', () => {
  const { buffer } = bufferAt();
  for (let value = 1; value <= 1000; value++) buffer.add(sample({ value }));
  const data = buffer.drain()[0]?.data ?? [];
  expect(data.map(({ Values }) => Values.length)).toEqual([150, 150, 150, 150, 150, 150, 100]);
  expect(sum(data)).toBe(500_500);
});

test('a value that is no finite number is refused by name, and nothing of it is counted', () => {
  const { buffer } = bufferAt();
  expect(() => buffer.add(sample({ value: Number.NaN }))).toThrow(
    'A sample of AWS/Kinesis IncomingRecords must be a finite number (received NaN)',
  );
  expect(buffer.drain()).toEqual([]);
});

test('without a reader the last three hours are kept', () => {
  const { buffer, clock } = bufferAt();
  for (let i = 0; i < 200; i++) {
    buffer.add(sample());
    clock.ms += 60_000;
  }
  const data = buffer.drain()[0]?.data ?? [];
  expect([data.length, data[0]?.Timestamp, data.at(-1)?.Timestamp]).toEqual([180, minute + 20 * 60, minute + 199 * 60]);
});
