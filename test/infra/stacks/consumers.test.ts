import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import archive from '../../../cli/new/templates/consumer.ts';
import type { Consumer, ConsumerDefinition } from '../../../core/consumer.ts';
import { defineConsumer } from '../../../core/define-consumer.ts';
import type { Pipeline } from '../../../core/pipeline.ts';
import { pipelineNamed } from '../../../pipelines/index.ts';
import { factory, stacksOf } from '../support/analysed.ts';
import { logsAndTraces, permissionsOf } from '../support/permissions.ts';
import { type CaudalTemplates, propertiesOf, templatesFrom } from '../support/synth.ts';

const sensors: Pipeline = pipelineNamed('sensors');
const consuming = (over: Partial<ConsumerDefinition<unknown>> = {}): Consumer =>
  defineConsumer({ name: 'mirror', pipeline: sensors, handle: async () => undefined, ...over });
const templatesWith = (...consumers: readonly Consumer[]): CaudalTemplates =>
  templatesFrom(stacksOf([sensors, factory], {}, consumers));

const stream = [
  'Allow kinesis:DescribeStream → kinesis:stream/sensors.events',
  'Allow kinesis:DescribeStreamSummary → kinesis:stream/sensors.events',
  'Allow kinesis:GetRecords → kinesis:stream/sensors.events',
  'Allow kinesis:GetShardIterator → kinesis:stream/sensors.events',
  'Allow kinesis:ListShards → kinesis:stream/sensors.events',
];
const failedBatches = [
  'Allow s3:ListBucket → {OperationsBucket}',
  'Allow s3:PutObject → {OperationsBucket}/aws/lambda/*',
];

/** Without the hashes of bundles, which are of the folder of pipelines that a test has made. */
function resourcesOf({ processing }: Pick<CaudalTemplates, 'processing'>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(processing.toJSON().Resources).replaceAll(/[0-9a-f]{64}\.zip/g, 'bundle.zip'));
}

describe('a further consumer', () => {
  const plain = templatesWith();
  const { processing, operations } = templatesWith(archive as Consumer, consuming({ permissions: granted }));

  function granted({ of }: Parameters<Consumer['permissions']>[0]) {
    return [
      { actions: ['sqs:SendMessage'], resources: [of('sqs', 'orders')] },
      { actions: ['s3:GetObject'], resources: [`${of('s3', 'models')}/fraud/*`] },
    ];
  }

  it('may read the stream, log, leave failed batches, do what its file says, and nothing else', () => {
    expect(permissionsOf(processing, 'caudal-sensors-archive')).toEqual(
      [
        ...stream,
        ...failedBatches,
        ...logsAndTraces('SensorsConsumerArchiveConsumeLogs'),
        'Allow s3:PutObject → {OperationsBucket}/consumers/sensors-archive/*',
      ].sort(),
    );
    expect(permissionsOf(processing, 'caudal-sensors-mirror')).toEqual(
      [
        ...stream,
        ...failedBatches,
        ...logsAndTraces('SensorsConsumerMirrorConsumeLogs'),
        'Allow sqs:SendMessage → sqs:orders',
        'Allow s3:GetObject → arn:{AWS::Partition}:s3:::models/fraud/*',
      ].sort(),
    );
  });

  it('has a mapping of its own, delivered to as ingest is', () => {
    const mappingOf = (construct: string) =>
      propertiesOf(processing, 'AWS::Lambda::EventSourceMapping', {
        FunctionName: { Ref: Match.stringLikeRegexp(`^${construct}`) },
      });
    const { FunctionName: _, ...ingest } = mappingOf('SensorsIngestFunction');
    const { FunctionName: __, ...own } = mappingOf('SensorsConsumerArchiveConsumeFunction');
    expect(own).toEqual({ ...ingest, MaximumBatchingWindowInSeconds: 1 });
  });

  it('knows the operations bucket, and neither tables nor the way to them', () => {
    const { Environment } = propertiesOf(processing, 'AWS::Lambda::Function', {
      FunctionName: 'caudal-sensors-archive',
    }) as { Environment: { Variables: object } };
    expect(Object.keys(Environment.Variables)).toEqual(['CAUDAL_OPERATIONS_BUCKET']);
  });

  it('changes nothing of what is there without it', () => {
    const [before, after] = [resourcesOf(plain), resourcesOf({ processing })];
    const added = Object.keys(after).filter((id) => !(id in before));
    expect(added.every((id) => /^SensorsConsumer(Archive|Mirror)/.test(id))).toBe(true);
    expect(Object.fromEntries(Object.keys(before).map((id) => [id, after[id]]))).toEqual(before);
  });

  it('is watched by the health check', () => {
    expect(permissionsOf(operations, 'caudal-check-health')).toEqual(
      expect.arrayContaining([
        'Allow lambda:GetEventSourceMapping → lambda:event-source-mapping:{ConsumerMappingSensorsArchive}',
        'Allow lambda:GetEventSourceMapping → lambda:event-source-mapping:{ConsumerMappingSensorsMirror}',
      ]),
    );
    expect(operations.findParameters('ConsumerMappingSensorsArchive')).toMatchObject({
      ConsumerMappingSensorsArchive: { Default: '/caudal/sensors/archive-mapping' },
    });
    expect(propertiesOf(processing, 'AWS::SSM::Parameter', { Name: '/caudal/sensors/archive-mapping' })).toMatchObject({
      Value: { Ref: expect.stringMatching(/^SensorsConsumerArchiveConsumerMapping/) },
    });
  });

  it('is not deployed where its pipeline is not', () => {
    const { processing } = templatesFrom(stacksOf([factory], {}, [consuming()]));
    expect(processing.findResources('AWS::Lambda::Function', { Properties: { FunctionName: /mirror/ } })).toEqual({});
    expect(JSON.stringify(processing.toJSON())).not.toContain('mirror');
  });

  it('reads schemas where payloads may be Avro', () => {
    const avro: Pipeline = { ...sensors, wire: ['json', 'avro'] };
    const { processing } = templatesFrom(stacksOf([avro], {}, [consuming({ pipeline: avro })]));
    expect(permissionsOf(processing, 'caudal-sensors-mirror')).toContain(
      'Allow dynamodb:BatchGetItem → {SchemasTable}',
    );
  });
});

describe('where a further consumer begins', () => {
  it.each([
    ['TRIM_HORIZON', { StartingPosition: 'TRIM_HORIZON' }],
    ['LATEST', { StartingPosition: 'LATEST' }],
    [
      { timestamp: '2026-11-22T12:00:00Z' },
      { StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: Date.UTC(2026, 10, 22, 12) / 1000 },
    ],
  ] as const)('is %j', (startingPosition, expected) => {
    const { processing } = templatesWith(consuming({ startingPosition }));
    const mapping = propertiesOf(processing, 'AWS::Lambda::EventSourceMapping', {
      FunctionName: { Ref: Match.stringLikeRegexp('^SensorsConsumerMirror') },
    });
    expect(mapping).toMatchObject(expected);
  });
});

describe('the permissions of a further consumer', () => {
  it.each([
    [['s3:*'], ['arn:aws:s3:::bucket/*'], 's3:*'],
    [['*'], ['arn:aws:s3:::bucket/*'], '*'],
    [['s3:Put*'], ['arn:aws:s3:::bucket/*'], 's3:Put*'],
    [['s3:PutObject'], ['*'], '*'],
    [['sqs:SendMessage'], ['arn:aws:sqs:us-east-1:000000000000:*'], 'arn:aws:sqs:us-east-1:000000000000:*'],
    [['dynamodb:PutItem'], ['arn:aws:dynamodb:eu-west-1:0:table/*'], 'arn:aws:dynamodb:eu-west-1:0:table/*'],
    [['s3:PutObject'], ['arn:aws:s3:::*/a*'], 'arn:aws:s3:::*/a*'],
  ])('may not be %j on %j', (actions, resources, received) => {
    const wide = consuming({ permissions: () => [{ actions, resources }] });
    expect(() => templatesWith(wide)).toThrow(`(received "${received}")`);
  });
});
