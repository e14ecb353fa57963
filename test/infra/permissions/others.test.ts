import { describe, expect, it } from 'vitest';
import { permissionsOfRole, withoutHash } from '../support/permissions.ts';
import { type Statement, statementsOf } from '../support/policies.ts';
import { wholeApp } from '../support/whole-app.ts';
import { allow } from './expected.ts';

const { templates } = wholeApp();
const statements = Object.values(templates).flatMap(statementsOf);

/** `who action → resource where …` of those that a resource allows, sorted. */
function allowed(type: string): readonly string[] {
  return statements
    .filter((statement) => statement.type === type && statement.effect === 'Allow')
    .flatMap(({ principal, actions, resources, condition }) =>
      actions.map((action) => `${principal} ${action} → ${resources.join(', ')}${condition && ` where ${condition}`}`),
    )
    .sort();
}

/** Kinds of policies that are asserted here or, those of roles, beside. */
const kinds = [
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::Lambda::Permission',
  'AWS::Logs::ResourcePolicy',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
];

describe('what others than functions may do', () => {
  it('stands in policies of these kinds', () => {
    expect([...new Set(statements.map(({ type }) => type))].sort()).toEqual(kinds);
  });

  it('a role belongs to a function, or brings alerts to a stream', () => {
    const roles = Object.values(templates).flatMap((template) => Object.keys(template.findResources('AWS::IAM::Role')));
    const ofFunctions = Object.values(templates).flatMap((template) =>
      Object.values(template.findResources('AWS::Lambda::Function')).map(
        ({ Properties }) => Properties.Role['Fn::GetAtt'][0],
      ),
    );
    const others = roles.filter((role) => !ofFunctions.includes(role));
    expect(others.map(withoutHash)).toEqual(['AlertsFactoryRole']);
    expect(permissionsOfRole(templates.operations, others[0] ?? '')).toEqual(
      allow(['kinesis:PutRecord'], 'kinesis:stream/factory.alerts'),
    );
  });

  it('a role is taken by the service that it is for', () => {
    const trusts = statements.filter(({ type }) => type === 'AWS::IAM::Role');
    expect(trusts.map(({ holder, principal, actions }) => [holder, principal, ...actions].join(' '))).toEqual(
      trusts.map(({ holder }) =>
        [
          holder,
          holder === 'AlertsFactoryRole' ? 'events.amazonaws.com' : 'lambda.amazonaws.com',
          'sts:AssumeRole',
        ].join(' '),
      ),
    );
  });

  it('a queue takes what one rule or one topic could not deliver', () => {
    const from = (queue: string, service: string, source: string) =>
      `${service}.amazonaws.com sqs:SendMessage → {${queue}} where aws:SourceArn ArnEquals {${source}}`;
    const sweeps = ['Sensors', 'Observatory', 'Payments', 'Users', 'Posts', 'Logs', 'Factory'].map((name) =>
      from(`${name}AnalysisSweepDeadLetters`, 'events', `${name}AnalysisSweepEachMinute`),
    );
    const fetches = ['Users', 'People', 'Orders'].map((name) =>
      from(`${name}FetchDeadLetters`, 'events', `${name}FetchSchedule`),
    );
    expect(allowed('AWS::SQS::QueuePolicy')).toEqual(
      [
        ...sweeps,
        ...fetches,
        from('AlertsDeadLetters', 'events', 'AlertsToTopic'),
        from('AlertsDeadLetters', 'sns', 'AlertsTopic'),
        from('AlertLogDeadLetters', 'events', 'AlertLogToLog'),
        from('AlertsFactoryDeadLetters', 'events', 'AlertsFactoryToStream'),
        from('HealthDeadLetters', 'events', 'HealthDaily'),
        from('LoadDeadLetters', 'events', 'LoadRule'),
        from('WebhookDeadLetters', 'sns', 'AlertsTopic'),
      ].sort(),
    );
  });

  it('a function is called by one rule or one topic', () => {
    const from = (called: string, service: string, source: string) =>
      `${service}.amazonaws.com lambda:InvokeFunction → {${called}} where aws:SourceArn ArnLike {${source}}`;
    const sweeps = ['Sensors', 'Observatory', 'Payments', 'Users', 'Posts', 'Logs', 'Factory'].map((name) =>
      from(`${name}AnalysisSweepFunction`, 'events', `${name}AnalysisSweepEachMinute`),
    );
    const fetches = ['Users', 'People', 'Orders'].map((name) =>
      from(`${name}FetchFunction`, 'events', `${name}FetchSchedule`),
    );
    expect(allowed('AWS::Lambda::Permission')).toEqual(
      [
        ...sweeps,
        ...fetches,
        from('HealthCheckFunction', 'events', 'HealthDaily'),
        from('LoadFunction', 'events', 'LoadRule'),
        from('WebhookNotifyFunction', 'sns', 'AlertsTopic'),
      ].sort(),
    );
  });

  it('EventBridge and alarms publish to the topic, with its key, and EventBridge writes to the log group', () => {
    // Neither the policy of a topic nor that of a key takes a condition on the source from EventBridge.
    expect(allowed('AWS::SNS::TopicPolicy')).toEqual([
      'cloudwatch.amazonaws.com sns:Publish → {AlertsTopic} where aws:SourceAccount StringEquals {AWS::AccountId}',
      'events.amazonaws.com sns:Publish → {AlertsTopic}',
    ]);
    expect(allowed('AWS::KMS::Key')).toEqual([
      'arn:{AWS::Partition}:iam::{AWS::AccountId}:root kms:* → *',
      'cloudwatch.amazonaws.com or events.amazonaws.com kms:Decrypt → *',
      'cloudwatch.amazonaws.com or events.amazonaws.com kms:GenerateDataKey* → *',
    ]);
    expect(allowed('AWS::Logs::ResourcePolicy')).toEqual([
      'events.amazonaws.com or delivery.logs.amazonaws.com logs:CreateLogStream → {AlertLogGroup}',
      'events.amazonaws.com or delivery.logs.amazonaws.com logs:PutLogEvents → {AlertLogGroup}',
    ]);
  });

  it('nobody is given anything by the bucket', () => expect(allowed('AWS::S3::BucketPolicy')).toEqual([]));

  it('denials are about TLS alone', () => {
    const denials = statements.filter(({ effect }) => effect !== 'Allow');
    expect(new Set(denials.map(({ condition }: Statement) => condition))).toEqual(
      new Set(['aws:SecureTransport Bool false']),
    );
  });
});
