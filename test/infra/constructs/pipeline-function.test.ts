import { App, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { PipelineFunction, type PipelineFunctionProps } from '../../../infra/constructs/pipeline-function.ts';
import { logsAndTraces, permissionsOf } from '../support/permissions.ts';
import { propertiesOf, templateOf } from '../support/synth.ts';

const template = (props: Partial<PipelineFunctionProps> = {}) =>
  templateOf(
    (scope) =>
      new PipelineFunction(scope, 'Function', {
        functionName: 'caudal-x',
        description: 'Does x',
        folder: 'ingest',
        ...props,
      }),
  );
const fn = (props: Partial<PipelineFunctionProps> = {}) => propertiesOf(template(props), 'AWS::Lambda::Function');

describe('pipeline function', () => {
  it('runs on Node 24, on arm64, with 512 MB and a minute', () => {
    expect(fn()).toMatchObject({
      FunctionName: 'caudal-x',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: 512,
      Timeout: 60,
    });
  });

  it('takes concurrency from the account unless told otherwise', () => {
    expect(fn()).not.toHaveProperty('ReservedConcurrentExecutions');
    expect(fn({ reservedConcurrency: 3 }).ReservedConcurrentExecutions).toBe(3);
  });

  it('logs to a group of its own, kept for two weeks', () => {
    expect(propertiesOf(template(), 'AWS::Logs::LogGroup')).toMatchObject({
      LogGroupName: '/aws/lambda/caudal-x',
      RetentionInDays: 14,
    });
  });

  it('may do nothing but log and trace, and can not make a log group', () => {
    expect(permissionsOf(template(), 'caudal-x')).toEqual(logsAndTraces('FunctionLogs'));
  });

  it('leaves the repetition of asynchronous invocations to Lambda unless told otherwise', () => {
    expect(template().findResources('AWS::Lambda::EventInvokeConfig')).toEqual({});
    const config = propertiesOf(template({ asyncRetries: 0 }), 'AWS::Lambda::EventInvokeConfig');
    expect(config.MaximumRetryAttempts).toBe(0);
  });

  it.each([
    [{ memoryMb: 127 }, 'memoryMb must be a whole number from 128 to 10240 (received 127)'],
    [{ memoryMb: 10_241 }, 'memoryMb must be a whole number from 128 to 10240 (received 10241)'],
    [{ timeoutSeconds: 901 }, 'timeoutSeconds must be a whole number from 1 to 900 (received 901)'],
    [{ reservedConcurrency: 0 }, 'reservedConcurrency must be a whole number from 1 to 1000 (received 0)'],
    [{ asyncRetries: 3 }, 'asyncRetries must be a whole number from 0 to 2 (received 3)'],
  ])('refuses %j', (props, message) => {
    expect(() => template(props)).toThrow(message);
  });

  it('names the file that a function lacks', () => {
    const stack = new Stack(new App(), 'bundled');
    const props = { functionName: 'caudal-x', description: 'x', folder: 'clients' };
    expect(() => new PipelineFunction(stack, 'Function', props)).toThrow(
      'a function needs functions/clients/handler.ts',
    );
  });
});
