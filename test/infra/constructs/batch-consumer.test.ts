import type { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import { BatchConsumer, type BatchConsumerProps } from '../../../infra/constructs/batch-consumer.ts';
import { EventStream } from '../../../infra/constructs/event-stream.ts';
import { PipelineFunction } from '../../../infra/constructs/pipeline-function.ts';
import { logsAndTraces, permissionsOf } from '../support/permissions.ts';
import { propertiesOf, templateOf } from '../support/synth.ts';

type Settings = Omit<BatchConsumerProps, 'consumer' | 'stream' | 'failedBatches'>;

function consumerTemplate(settings: Partial<Settings> = {}): Template {
  return templateOf((scope) => {
    const consumer = new PipelineFunction(scope, 'Function', {
      functionName: 'reader',
      description: 'Reads',
      folder: 'ingest',
    });
    new BatchConsumer(scope, 'Consumer', {
      consumer,
      stream: EventStream.named(scope, 'Stream', 'sensors.events'),
      failedBatches: new s3.Bucket(scope, 'Bucket'),
      retentionHours: 168,
      ...settings,
    });
  });
}

const mapping = (settings: Partial<Settings> = {}) =>
  propertiesOf(consumerTemplate(settings), 'AWS::Lambda::EventSourceMapping');

describe('batch consumer', () => {
  const defaults = mapping();

  it('reads from the oldest record on, so that nothing is skipped when the mapping is new', () => {
    expect(defaults.StartingPosition).toBe('TRIM_HORIZON');
  });

  it('lets the function report the record that failed', () => {
    expect(defaults.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
  });

  it('halves a batch that kills the process', () => {
    expect(defaults.BisectBatchOnFunctionError).toBe(true);
  });

  it('retries without a count, since a count would empty the stream during an outage', () => {
    expect(defaults.MaximumRetryAttempts).toBe(-1);
  });

  it('gives a record up by age, after 12 hours', () => {
    expect(defaults.MaximumRecordAgeInSeconds).toBe(43_200);
  });

  it('keeps the order of a shard: one batch at a time', () => {
    expect(defaults.ParallelizationFactor).toBe(1);
  });

  it('brings batches that are given up to the bucket', () => {
    expect(defaults.DestinationConfig).toEqual({
      OnFailure: { Destination: { 'Fn::GetAtt': ['Bucket83908E77', 'Arn'] } },
    });
  });

  it('has a batch size of 500, no window, and is switched on', () => {
    expect(defaults).toMatchObject({ BatchSize: 500, MaximumBatchingWindowInSeconds: 0, Enabled: true });
  });

  it('does not tumble or filter', () => {
    expect(defaults).not.toHaveProperty('TumblingWindowInSeconds');
    expect(defaults).not.toHaveProperty('FilterCriteria');
  });

  it('takes batch size, window, age and switch', () => {
    expect(mapping({ batchSize: 100, batchingWindowSeconds: 5, maxRecordAgeHours: 24, enabled: false })).toMatchObject({
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 5,
      MaximumRecordAgeInSeconds: 86_400,
      Enabled: false,
    });
  });

  it('lets the function read the stream, write failed batches, and no more', () => {
    expect(permissionsOf(consumerTemplate(), 'reader')).toEqual(
      [
        'Allow kinesis:DescribeStream → kinesis:stream/sensors.events',
        'Allow kinesis:DescribeStreamSummary → kinesis:stream/sensors.events',
        'Allow kinesis:GetRecords → kinesis:stream/sensors.events',
        'Allow kinesis:GetShardIterator → kinesis:stream/sensors.events',
        'Allow kinesis:ListShards → kinesis:stream/sensors.events',
        ...logsAndTraces('FunctionLogs'),
        'Allow s3:ListBucket → {Bucket}',
        'Allow s3:PutObject → {Bucket}/aws/lambda/*',
      ].sort(),
    );
  });

  describe('with enhanced fan-out', () => {
    const fanned = consumerTemplate({ fanOutAs: 'reader' });
    const registered = 'ConsumerFanOut';

    it('is fed by a registered consumer of the stream', () => {
      expect(propertiesOf(fanned, 'AWS::Kinesis::StreamConsumer')).toEqual({
        ConsumerName: 'reader',
        StreamARN: expect.anything(),
      });
      expect(propertiesOf(fanned, 'AWS::Lambda::EventSourceMapping')).toEqual({
        ...defaults,
        EventSourceArn: { 'Fn::GetAtt': [expect.stringContaining(registered), 'ConsumerARN'] },
      });
    });

    it('lets the function subscribe as that consumer, and no other', () => {
      const more = permissionsOf(fanned, 'reader').filter(
        (line) => !permissionsOf(consumerTemplate(), 'reader').includes(line),
      );
      expect(more).toEqual([
        `Allow kinesis:DescribeStreamConsumer → {${registered}}`,
        `Allow kinesis:SubscribeToShard → {${registered}}`,
      ]);
    });
  });

  it('is made after the permissions that it needs', () => {
    const [resource] = Object.values(consumerTemplate().findResources('AWS::Lambda::EventSourceMapping'));
    expect(resource?.DependsOn).toContainEqual(expect.stringMatching(/^FunctionRoleDefaultPolicy/));
  });

  it.each([
    [{ batchSize: 0 }, 'batchSize must be a whole number from 1 to 10000 (received 0)'],
    [{ batchSize: 10_001 }, 'batchSize must be a whole number from 1 to 10000 (received 10001)'],
    [{ batchSize: 1.5 }, 'batchSize must be a whole number from 1 to 10000 (received 1.5)'],
    [{ batchingWindowSeconds: 301 }, 'batchingWindowSeconds must be a whole number from 0 to 300 (received 301)'],
    [{ maxRecordAgeHours: 0 }, 'maxRecordAgeHours must be a whole number from 1 to 168 (received 0)'],
    [{ maxRecordAgeHours: 169 }, 'maxRecordAgeHours must be a whole number from 1 to 168 (received 169)'],
    [{ retentionHours: 12 }, 'retentionHours must be over maxRecordAgeHours, 12 (received 12)'],
    [{ retentionHours: 24, maxRecordAgeHours: 48 }, 'retentionHours must be over maxRecordAgeHours, 48 (received 24)'],
  ])('refuses %j', (settings, message) => {
    expect(() => consumerTemplate(settings)).toThrow(message);
  });
});
