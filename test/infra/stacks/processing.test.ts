import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { caudalTemplates, propertiesOf } from '../support/synth.ts';

const { processing } = caudalTemplates();
const functionNamed = (FunctionName: string) => propertiesOf(processing, 'AWS::Lambda::Function', { FunctionName });

describe('processing', () => {
  it('has the mapping of DESIGN between stream and ingest function, with what the pipeline sets', () => {
    const mapping = propertiesOf(processing, 'AWS::Lambda::EventSourceMapping', {
      FunctionName: { Ref: Match.stringLikeRegexp('^SensorsIngestFunction') },
    });
    expect(mapping).toMatchObject({
      BatchSize: 500,
      MaximumBatchingWindowInSeconds: 0,
      MaximumRecordAgeInSeconds: 43_200,
      MaximumRetryAttempts: -1,
      ParallelizationFactor: 1,
      StartingPosition: 'TRIM_HORIZON',
    });
  });

  it('gives the ingest function what the pipeline sets', () => {
    expect(functionNamed('caudal-sensors-ingest')).toMatchObject({ MemorySize: 512, Timeout: 60 });
  });

  it('tells the ingest function where to store', () => {
    const { Variables } = functionNamed('caudal-sensors-ingest').Environment as { Variables: object };
    expect(Object.keys(Variables).sort()).toEqual([
      'CAUDAL_CQL_AUTH',
      'CAUDAL_CQL_CONTACT_POINT',
      'CAUDAL_CQL_PORT',
      'CAUDAL_CQL_SECRET_ARN',
      'CAUDAL_CQL_TLS',
      'CAUDAL_OPERATIONS_BUCKET',
      'CAUDAL_STATE_TABLE',
    ]);
  });

  it('tells the producer which streams there are', () => {
    const { Variables } = functionNamed('caudal-produce').Environment as { Variables: Record<string, string> };
    expect(JSON.parse(Variables.CAUDAL_TARGETS ?? '')).toEqual([{ pipeline: 'sensors', stream: 'sensors.events' }]);
  });

  it('lets a producer run for 15 minutes, and never sends its events again by a repeated invocation', () => {
    expect(functionNamed('caudal-produce').Timeout).toBe(900);
    const config = propertiesOf(processing, 'AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: Match.stringLikeRegexp('^ProduceFunction') },
    });
    expect(config.MaximumRetryAttempts).toBe(0);
  });

  it('keeps the id of the mapping where the health check finds it', () => {
    expect(propertiesOf(processing, 'AWS::SSM::Parameter', { Name: '/caudal/sensors/mapping' })).toMatchObject({
      Value: { Ref: expect.stringMatching(/^SensorsConsumerMapping/) },
    });
  });

  it('imports nothing that a pipeline brings, which would forbid to take the pipeline out', () => {
    const imports = JSON.stringify(processing.toJSON()).match(/"Fn::ImportValue":"[^"]+"/g) ?? [];
    expect(new Set(imports.map((name) => name.replace(/[0-9A-F]{8}(Arn)?[0-9A-F]{8}"$/, '')))).toEqual(
      new Set([
        '"Fn::ImportValue":"caudal-storage:ExportsOutputFnGetAttOperationsBucket',
        '"Fn::ImportValue":"caudal-storage:ExportsOutputFnGetAttSchemasTable',
        '"Fn::ImportValue":"caudal-storage:ExportsOutputFnGetAttStateTable',
        '"Fn::ImportValue":"caudal-storage:ExportsOutputRefOperationsBucket',
        '"Fn::ImportValue":"caudal-storage:ExportsOutputRefSchemasTable',
        '"Fn::ImportValue":"caudal-storage:ExportsOutputRefStateTable',
      ]),
    );
  });
});
