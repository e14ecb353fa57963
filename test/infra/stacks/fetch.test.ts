import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { stacksOf } from '../support/analysed.ts';
import { logsAndTraces, permissionsOf } from '../support/permissions.ts';
import { orders, people } from '../support/pulling.ts';
import { propertiesOf, templatesFrom } from '../support/synth.ts';

const { processing, operations } = templatesFrom(stacksOf([people, orders]));

const pullOf = (template: typeof processing, name: string): unknown => {
  const { Environment } = propertiesOf(template, 'AWS::Lambda::Function', { FunctionName: name });
  return JSON.parse((Environment as { Variables: Record<string, string> }).Variables.CAUDAL_PULL ?? '');
};

describe('the function that fetches', () => {
  it('is called by a rule of its name at the interval of the pipeline, once, and what is not handed over is kept', () => {
    const queue = { 'Fn::GetAtt': [Match.stringLikeRegexp('PeopleFetchDeadLetters'), 'Arn'] };
    processing.hasResourceProperties('AWS::Events::Rule', {
      Name: 'caudal-people-fetch',
      ScheduleExpression: 'rate(1 day)',
      State: 'ENABLED',
      Targets: [
        {
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('PeopleFetchFunction'), 'Arn'] },
          DeadLetterConfig: { Arn: queue },
          RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 86_400 },
        },
      ],
    });
    processing.hasResourceProperties('AWS::Events::Rule', {
      Name: 'caudal-orders-fetch',
      ScheduleExpression: 'rate(1 minute)',
    });
    processing.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: Match.stringLikeRegexp('PeopleFetchFunction') },
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 21_600,
    });
  });

  it('has as much time as its interval, from one minute to fifteen', () => {
    expect(propertiesOf(processing, 'AWS::Lambda::Function', { FunctionName: 'caudal-orders-fetch' })).toMatchObject({
      Timeout: 60,
    });
    expect(propertiesOf(processing, 'AWS::Lambda::Function', { FunctionName: 'caudal-people-fetch' })).toMatchObject({
      Timeout: 900,
    });
  });

  it('is told what the pipeline does not say: the interval, and the secret of a database', () => {
    expect(pullOf(processing, 'caudal-people-fetch')).toEqual({ every: '1d' });
    expect(pullOf(processing, 'caudal-orders-fetch')).toEqual({ every: '1m', secret: 'caudal/orders' });
  });

  it('may do this, and nothing else', () => {
    const common = (name: string) => [
      'Allow dynamodb:PutItem → {StateTable}',
      'Allow dynamodb:UpdateItem → {StateTable}',
      `Allow kinesis:PutRecords → kinesis:stream/${name}.events`,
      `Allow s3:PutObject → {OperationsBucket}/acknowledgements/${name}/*`,
    ];
    expect(permissionsOf(processing, 'caudal-people-fetch')).toEqual(
      [...common('people'), ...logsAndTraces('PeopleFetchFunctionLogs')].sort(),
    );
    expect(permissionsOf(processing, 'caudal-orders-fetch')).toEqual(
      [
        ...common('orders'),
        ...logsAndTraces('OrdersFetchFunctionLogs'),
        'Allow secretsmanager:GetSecretValue → secretsmanager:secret:caudal/orders-??????',
      ].sort(),
    );
  });

  it('is watched by the health check, which knows the interval', () => {
    const { Environment } = propertiesOf(operations, 'AWS::Lambda::Function', { FunctionName: 'caudal-check-health' });
    expect(JSON.stringify(Environment)).toMatch(/people.*fetchEvery\W+1d.*orders.*fetchEvery\W+1m/);
  });
});

describe('the context of a deployment', () => {
  it('sets interval, address and number of records of one pipeline', () => {
    const context = { 'people.every': '1m', 'people.url': 'http://127.0.0.1:8080/api', 'people.count': '5000' };
    const templates = templatesFrom(stacksOf([people, orders], context));
    templates.processing.hasResourceProperties('AWS::Events::Rule', {
      Name: 'caudal-people-fetch',
      ScheduleExpression: 'rate(1 minute)',
    });
    expect(pullOf(templates.processing, 'caudal-people-fetch')).toEqual({
      every: '1m',
      url: 'http://127.0.0.1:8080/api',
      count: 5_000,
    });
  });

  it('names the secret of a database', () => {
    const templates = templatesFrom(stacksOf([orders], { 'orders.secret': 'caudal/orders-db' }));
    expect(pullOf(templates.processing, 'caudal-orders-fetch')).toMatchObject({ secret: 'caudal/orders-db' });
    expect(permissionsOf(templates.processing, 'caudal-orders-fetch')).toContain(
      'Allow secretsmanager:GetSecretValue → secretsmanager:secret:caudal/orders-db-??????',
    );
  });

  it.each([
    [{ 'people.every': '30s' }, /Context "people\.every" must be .* from 1m to 1d.*received "30s"/],
    [{ 'people.every': 5 }, /Context "people\.every" .*received "5"/],
    [{ 'people.count': '5001' }, /Context "people\.count" must be a whole number from 1 to 5000 \(received 5001\)/],
    [{ 'people.count': 'many' }, /Context "people\.count" must be a whole number/],
    [{ 'people.url': 'http://people.example' }, /Context "people\.url" must be https/],
    [
      { 'orders.secret': 'postgres://u:hidden@db/shop' },
      /^(?!.*hidden).*"orders\.secret" must be the name of a secret/,
    ],
  ])('is refused in words where it can not be: %o', (context, words) => {
    expect(() => stacksOf([people, orders], context)).toThrow(words);
  });
});
