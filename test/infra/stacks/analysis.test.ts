import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { Decider } from '../../../core/analysis/decision.ts';
import { alertReader, factory, stacksOf } from '../support/analysed.ts';
import { logsAndTraces, permissionsOf, readable } from '../support/permissions.ts';
import { propertiesOf, templatesFrom } from '../support/synth.ts';

const decider: Decider<unknown> = {
  name: 'gate',
  where: () => true,
  windows: [],
  decide: () => ({ decision: 'allow', reasons: [] }),
};
const { storage, streams, processing } = templatesFrom(stacksOf([factory]));
const deciding = templatesFrom(stacksOf([{ ...factory, analysis: { ...factory.analysis, decider } }])).processing;
const without = templatesFrom(stacksOf([alertReader]));
const functionNamed = (FunctionName: string) => propertiesOf(processing, 'AWS::Lambda::Function', { FunctionName });
const mappingOf = (logicalId: string) =>
  propertiesOf(processing, 'AWS::Lambda::EventSourceMapping', {
    FunctionName: { Ref: Match.stringLikeRegexp(logicalId) },
  });

const written = [
  'Allow cassandra:Modify → cassandra:/keyspace/factory/table/alarms',
  'Allow cassandra:Modify → cassandra:/keyspace/factory/table/metrics',
  'Allow cassandra:Modify → cassandra:/keyspace/ops/table/alerts',
  'Allow cassandra:Modify → cassandra:/keyspace/ops/table/window_metrics',
  'Allow cassandra:Select → cassandra:/keyspace/system/*',
  'Allow cassandra:Select → cassandra:/keyspace/system_schema/*',
  'Allow cassandra:Select → cassandra:/keyspace/system_schema_mcs/*',
  'Allow secretsmanager:GetSecretValue → {CqlSecretArn} if HasCqlSecret',
  'Allow dynamodb:BatchGetItem → {StateTable}',
  'Allow dynamodb:PutItem → {StateTable}',
  'Allow events:PutEvents → events:event-bus/caudal-alerts',
];

describe('analyze function', () => {
  it('has what the pipeline sets for it, not for ingest', () => {
    expect(functionNamed('caudal-factory-analyze')).toMatchObject({ MemorySize: 1024, Timeout: 90 });
    expect(functionNamed('caudal-factory-ingest')).toMatchObject({ MemorySize: 512, Timeout: 60 });
    expect(functionNamed('caudal-factory-analyze')).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  it('reads the stream by a mapping of its own, one batch of a shard at a time', () => {
    const mapping = mappingOf('^FactoryAnalysisAnalyzeFunction');
    expect(mapping).toMatchObject({
      BatchSize: 200,
      MaximumBatchingWindowInSeconds: 2,
      ParallelizationFactor: 1,
      StartingPosition: 'TRIM_HORIZON',
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: 43_200,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(readable(mapping.EventSourceArn)).toBe('kinesis:stream/factory.events');
    expect(mappingOf('^FactoryIngestFunction')).toMatchObject({ BatchSize: 500 });
  });

  it('keeps the id of its mapping beside that of ingest', () => {
    const parameter = propertiesOf(processing, 'AWS::SSM::Parameter', { Name: '/caudal/factory/analyze-mapping' });
    expect(parameter.Value).toEqual({ Ref: expect.stringMatching(/^FactoryAnalysisConsumerMapping/) });
  });

  it.each(['analyze', 'sweep'])('%s is told the store, the state table and the bus', (name) => {
    const { Variables } = functionNamed(`caudal-factory-${name}`).Environment as { Variables: Record<string, unknown> };
    expect(Object.keys(Variables).sort()).toEqual([
      'CAUDAL_ALERT_BUS',
      'CAUDAL_CQL_AUTH',
      'CAUDAL_CQL_CONTACT_POINT',
      'CAUDAL_CQL_PORT',
      'CAUDAL_CQL_SECRET_ARN',
      'CAUDAL_CQL_TLS',
      'CAUDAL_STATE_TABLE',
    ]);
    expect(Variables.CAUDAL_ALERT_BUS).toBe('caudal-alerts');
  });

  it('may do this and nothing else', () => {
    expect(permissionsOf(processing, 'caudal-factory-analyze')).toEqual(
      [
        ...written,
        'Allow cassandra:Modify → cassandra:/keyspace/ops/table/analyze_batches',
        'Allow cassandra:Modify → cassandra:/keyspace/ops/table/late_events',
        'Allow kinesis:DescribeStream → kinesis:stream/factory.events',
        'Allow kinesis:DescribeStreamSummary → kinesis:stream/factory.events',
        'Allow kinesis:GetRecords → kinesis:stream/factory.events',
        'Allow kinesis:GetShardIterator → kinesis:stream/factory.events',
        'Allow kinesis:ListShards → kinesis:stream/factory.events',
        'Allow s3:ListBucket → {OperationsBucket}',
        'Allow s3:PutObject → {OperationsBucket}/aws/lambda/*',
        ...logsAndTraces('FactoryAnalysisAnalyzeLogs'),
      ].sort(),
    );
  });
});

describe('sweep', () => {
  const rule = propertiesOf(processing, 'AWS::Events::Rule', { Name: 'caudal-factory-sweep' }) as {
    ScheduleExpression: string;
    State: string;
    Targets: { Arn: unknown; DeadLetterConfig: { Arn: unknown }; RetryPolicy: object }[];
  };

  it('runs every minute', () => {
    expect(rule).toMatchObject({ ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' });
    expect(rule.Targets.map(({ Arn }) => readable(Arn))).toEqual(['{FactoryAnalysisSweepFunction}']);
    processing.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'events.amazonaws.com',
      FunctionName: { 'Fn::GetAtt': [Match.stringLikeRegexp('^FactoryAnalysisSweepFunction'), 'Arn'] },
    });
  });

  it('is never repeated, for the next one comes anyway; what could not be handed over is kept', () => {
    const config = propertiesOf(processing, 'AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: Match.stringLikeRegexp('^FactoryAnalysisSweepFunction') },
    });
    expect(config).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
    expect(rule.Targets[0]?.RetryPolicy).toEqual({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
    expect(readable(rule.Targets[0]?.DeadLetterConfig.Arn)).toBe('{FactoryAnalysisSweepDeadLetters}');
  });

  it('has a minute, the memory of analyze, and no reserved concurrency', () => {
    const sweep = functionNamed('caudal-factory-sweep');
    expect(sweep).toMatchObject({ Timeout: 60, MemorySize: 1024 });
    expect(sweep).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  it('may do this and nothing else', () => {
    expect(permissionsOf(processing, 'caudal-factory-sweep')).toEqual(
      [
        ...written,
        'Allow dynamodb:Query → {StateTable}',
        'Allow dynamodb:Query → {StateTable}/index/due',
        'Allow kinesis:GetRecords → kinesis:stream/factory.events',
        'Allow kinesis:GetShardIterator → kinesis:stream/factory.events',
        'Allow kinesis:ListShards → kinesis:stream/factory.events',
        ...logsAndTraces('FactoryAnalysisSweepFunctionLogs'),
      ].sort(),
    );
  });
});

describe('tables of results', () => {
  const tables = Object.values(storage.findResources('AWS::Cassandra::Table')).map(({ Properties }) => Properties);

  it('are made like others, once though two windows write to it', () => {
    const own = tables.filter(({ KeyspaceName }) => KeyspaceName === 'factory');
    expect(own.map(({ TableName }) => TableName).sort()).toEqual(['alarms', 'events', 'metrics']);
    expect(tables.find(({ TableName }) => TableName === 'metrics')).toMatchObject({
      ClientSideTimestampsEnabled: true,
    });
  });
});

describe('stream of alerts', () => {
  const names = (template: typeof streams) =>
    Object.values(template.findResources('AWS::Kinesis::Stream')).map(({ Properties }) => [
      Properties.Name,
      Properties.ShardCount,
    ]);

  it('is made where no pipeline reads it', () => {
    expect(names(streams)).toEqual([
      ['factory.events', 1],
      ['factory.alerts', 1],
    ]);
  });

  it('is the stream of the pipeline that reads it, where there is one', () => {
    expect(names(templatesFrom(stacksOf([factory, alertReader])).streams)).toEqual([
      ['factory.events', 1],
      ['factory.alerts', 2],
    ]);
  });

  it('is not made twice where two pipelines name it', () => {
    const twin = { ...factory, name: 'twin', stream: { ...factory.stream, name: 'twin.events' } };
    const made = names(templatesFrom(stacksOf([factory, twin])).streams).map(([name]) => name);
    expect(made).toEqual(['factory.events', 'twin.events', 'factory.alerts']);
  });

  it('is refused where a pipeline would read its own alerts', () => {
    const looped = { ...factory, analysis: { ...factory.analysis, alertStream: 'factory.events' } };
    expect(() => stacksOf([looped])).toThrow(
      'analysis.alertStream of "factory" must be another stream than the one it reads (received "factory.events")',
    );
  });
});

describe('a pipeline that decides', () => {
  it.each(['caudal-factory-analyze', 'caudal-factory-sweep'])('lets %s write decisions too, and no more', (name) => {
    expect(permissionsOf(deciding, name)).toEqual(
      [...permissionsOf(processing, name), 'Allow cassandra:Modify → cassandra:/keyspace/ops/table/decisions'].sort(),
    );
  });
});

describe('a pipeline without analysis', () => {
  it('has neither analyze function nor sweep', () => {
    const functions = Object.values(without.processing.findResources('AWS::Lambda::Function'));
    expect(functions.map(({ Properties }) => Properties.FunctionName).sort()).toEqual([
      'caudal-produce',
      'caudal-reader-ingest',
      'caudal-registry',
    ]);
    without.processing.resourceCountIs('AWS::Events::Rule', 0);
    without.processing.resourceCountIs('AWS::Lambda::EventSourceMapping', 1);
  });
});
