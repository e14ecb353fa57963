import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { alertReader, factory, stacksOf } from '../support/analysed.ts';
import { logsAndTraces, permissionsOf, readable } from '../support/permissions.ts';
import { propertiesOf, templatesFrom } from '../support/synth.ts';

const { operations } = templatesFrom(stacksOf([factory]));
const recipients = { alertEmail: ' a@example.org, b@example.org,a@example.org', alertWebhookSecret: 'caudal/slack' };
const told = templatesFrom(stacksOf([factory], recipients)).operations;

interface Target {
  readonly Arn: unknown;
  readonly RoleArn?: unknown;
  readonly InputPath?: string;
  readonly KinesisParameters?: object;
  readonly DeadLetterConfig: { readonly Arn: unknown };
}
const rules = Object.values(
  operations.findResources('AWS::Events::Rule', { Properties: { EventBusName: 'caudal-alerts' } }),
);
const ruleTo = (arn: string): { Properties: Record<string, unknown>; target: Target; DependsOn: unknown } => {
  const [rule, ...others] = rules.filter(({ Properties }) => readable(Properties.Targets[0].Arn) === arn);
  if (!rule || others.length > 0) throw new Error(`expected one rule to ${arn}, found ${rule ? others.length + 1 : 0}`);
  return { Properties: rule.Properties, target: rule.Properties.Targets[0], DependsOn: rule.DependsOn };
};

describe('log group', () => {
  const { Properties, target, DependsOn } = ruleTo('logs:log-group:{AlertLogGroup}');

  it('gets every event of ours on the bus but decisions, whole, and keeps it for 90 days', () => {
    expect(Properties.EventPattern).toEqual({
      source: [{ prefix: 'caudal.' }],
      'detail-type': [{ 'anything-but': ['Decision'] }],
    });
    expect(target).not.toHaveProperty('InputPath');
    expect(
      propertiesOf(operations, 'AWS::Logs::LogGroup', { LogGroupName: '/aws/events/caudal-alerts' }),
    ).toMatchObject({
      RetentionInDays: 90,
    });
  });

  it('is open to EventBridge by one statement on this group alone, made before the rule, and by no custom resource', () => {
    const { PolicyDocument } = propertiesOf(operations, 'AWS::Logs::ResourcePolicy') as { PolicyDocument: unknown };
    const text = readable(PolicyDocument);
    expect(JSON.parse(text)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] },
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: '{AlertLogGroup}',
        },
      ],
    });
    expect(DependsOn).toContainEqual(expect.stringMatching(/^AlertLogPolicy/));
    const types = Object.values<{ Type: string }>(operations.toJSON().Resources).map(({ Type }) => Type);
    expect(types.filter((type) => type.startsWith('Custom::') || type.includes('CustomResource'))).toEqual([]);
  });

  it('has a queue for what it did not take, and is written without a role', () => {
    expect(readable(target.DeadLetterConfig.Arn)).toBe('{AlertLogDeadLetters}');
    expect(target).not.toHaveProperty('RoleArn');
  });
});

describe('stream of alerts', () => {
  const { Properties, target } = ruleTo('kinesis:stream/factory.alerts');

  it("gets this pipeline's alerts alone, each as its own JSON, partitioned by its key", () => {
    expect(Properties.EventPattern).toEqual({
      source: ['caudal.alerts'],
      'detail-type': ['Alert'],
      detail: { pipeline: ['factory'] },
    });
    expect(target).toMatchObject({
      InputPath: '$.detail',
      KinesisParameters: { PartitionKeyPath: '$.detail.key' },
    });
    expect(readable(target.DeadLetterConfig.Arn)).toBe('{AlertsFactoryDeadLetters}');
  });

  it('is written by a role that may put a record into it and nothing else', () => {
    expect(readable(target.RoleArn)).toBe('{AlertsFactoryRole}');
    const role = propertiesOf(operations, 'AWS::IAM::Policy', {
      Roles: [{ Ref: Match.stringLikeRegexp('^AlertsFactoryRole') }],
    }) as { PolicyDocument: { Statement: { Action: unknown; Resource: unknown }[] } };
    expect(role.PolicyDocument.Statement.map(({ Action, Resource }) => [Action, readable(Resource)])).toEqual([
      ['kinesis:PutRecord', 'kinesis:stream/factory.alerts'],
    ]);
  });

  it('has no rule where the pipeline names none', () => {
    const reader = templatesFrom(stacksOf([alertReader])).operations;
    reader.resourceCountIs('AWS::Events::Rule', 4);
  });
});

describe('people and webhook', () => {
  it('are told nothing unless the context names them', () => {
    operations.resourceCountIs('AWS::SNS::Subscription', 0);
    expect(
      operations.findResources('AWS::Lambda::Function', { Properties: { FunctionName: 'caudal-notify' } }),
    ).toEqual({});
  });

  it('each address of alertEmail is subscribed once', () => {
    const mails = told.findResources('AWS::SNS::Subscription', { Properties: { Protocol: 'email' } });
    expect(Object.values(mails).map(({ Properties }) => [Properties.Endpoint, readable(Properties.TopicArn)])).toEqual([
      ['a@example.org', '{AlertsTopic}'],
      ['b@example.org', '{AlertsTopic}'],
    ]);
  });

  it('the webhook is a function that the topic calls, with a queue for what neither could hand on', () => {
    const subscription = propertiesOf(told, 'AWS::SNS::Subscription', { Protocol: 'lambda' }) as {
      Endpoint: unknown;
      RedrivePolicy: { deadLetterTargetArn: unknown };
    };
    expect(readable(subscription.Endpoint)).toBe('{WebhookNotifyFunction}');
    expect(readable(subscription.RedrivePolicy.deadLetterTargetArn)).toBe('{WebhookDeadLetters}');
    const fn = propertiesOf(told, 'AWS::Lambda::Function', { FunctionName: 'caudal-notify' });
    expect(fn).toMatchObject({
      Timeout: 60,
      MemorySize: 256,
      Environment: { Variables: { CAUDAL_WEBHOOK_SECRET: 'caudal/slack' } },
      DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': [expect.stringMatching(/^WebhookDeadLetters/), 'Arn'] } },
    });
    expect(fn).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  it('the function may read that secret, and nothing else', () => {
    expect(permissionsOf(told, 'caudal-notify')).toEqual(
      [
        ...logsAndTraces('WebhookNotifyLogs'),
        'Allow secretsmanager:GetSecretValue → secretsmanager:secret:caudal/slack-??????',
        'Allow sqs:SendMessage → {WebhookDeadLetters}',
      ].sort(),
    );
  });

  it.each([
    [
      { alertEmail: 'nobody' },
      'Context "alertEmail" must be e-mail addresses, separated by commas (received "nobody")',
    ],
    [{ alertEmail: 3 }, 'Context "alertEmail" must be e-mail addresses'],
    [{ alertWebhookSecret: 3 }, 'Context "alertWebhookSecret" must be the name of a secret'],
  ])('%j is refused', (context, words) => {
    expect(() => stacksOf([factory], context)).toThrow(words);
  });

  it('an address in place of the name of its secret is refused, and not shown', () => {
    const context = { alertWebhookSecret: 'https://hooks.example/services/hidden' };
    expect(() => stacksOf([factory], context)).toThrow('Context "alertWebhookSecret" must be the name of a secret');
    expect(() => stacksOf([factory], context)).not.toThrow(/hidden/);
  });
});

describe('health check', () => {
  it('is told the mapping of analyze beside that of ingest, and may look at both', () => {
    const { Environment } = propertiesOf(operations, 'AWS::Lambda::Function', {
      FunctionName: 'caudal-check-health',
    }) as {
      Environment: { Variables: Record<string, unknown> };
    };
    expect(JSON.parse(readable(Environment.Variables.CAUDAL_TARGETS))).toEqual([
      {
        pipeline: 'factory',
        stream: 'factory.events',
        mapping: '{FactoryMapping}',
        analyzeMapping: '{AnalyzeMappingFactory}',
      },
    ]);
    const allowed = permissionsOf(operations, 'caudal-check-health').filter((line) => line.includes('lambda:'));
    expect(allowed).toEqual([
      'Allow lambda:GetEventSourceMapping → lambda:event-source-mapping:{AnalyzeMappingFactory}',
      'Allow lambda:GetEventSourceMapping → lambda:event-source-mapping:{FactoryMapping}',
    ]);
    expect(operations.toJSON().Parameters.AnalyzeMappingFactory).toMatchObject({
      Type: 'AWS::SSM::Parameter::Value<String>',
      Default: '/caudal/factory/analyze-mapping',
    });
  });
});
