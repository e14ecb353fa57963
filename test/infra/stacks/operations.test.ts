import { describe, expect, it } from 'vitest';
import { readable } from '../support/permissions.ts';
import { caudalTemplates, propertiesOf } from '../support/synth.ts';

const { operations } = caudalTemplates();
const daily = propertiesOf(operations, 'AWS::Events::Rule', { Name: 'caudal-daily-health-check' });
const [ruleToTopic] = Object.values(operations.findResources('AWS::Events::Rule')).filter(({ Properties }) =>
  Properties.Targets[0].Arn.Ref?.startsWith('AlertsTopic'),
);

interface Target {
  readonly Arn: unknown;
  readonly DeadLetterConfig: { readonly Arn: unknown };
}
const targetsOf = (rule: Record<string, unknown>): Target[] => rule.Targets as Target[];

describe('daily health check', () => {
  it('runs at midnight UTC', () => {
    expect(daily).toMatchObject({ ScheduleExpression: 'cron(0 0 * * ? *)', State: 'ENABLED' });
  });

  it('invokes the function, and keeps in a queue what could not be invoked', () => {
    const targets = targetsOf(daily);
    expect(targets.map(({ Arn }) => readable(Arn))).toEqual(['{HealthCheckFunction}']);
    expect(targets.map(({ DeadLetterConfig }) => readable(DeadLetterConfig.Arn))).toEqual(['{HealthDeadLetters}']);
  });

  it('keeps runs that failed every time in the same queue', () => {
    const { DeadLetterConfig } = propertiesOf(operations, 'AWS::Lambda::Function', {
      FunctionName: 'caudal-check-health',
    }) as {
      DeadLetterConfig: { TargetArn: unknown };
    };
    expect(readable(DeadLetterConfig.TargetArn)).toBe('{HealthDeadLetters}');
  });

  it('is told the pipelines with their streams and mappings', () => {
    const { Environment } = propertiesOf(operations, 'AWS::Lambda::Function', {
      FunctionName: 'caudal-check-health',
    }) as {
      Environment: { Variables: Record<string, unknown> };
    };
    expect(JSON.parse(readable(Environment.Variables.CAUDAL_TARGETS))).toEqual([
      {
        pipeline: 'sensors',
        stream: 'sensors.events',
        mapping: '{SensorsMapping}',
        analyzeMapping: '{AnalyzeMappingSensors}',
      },
    ]);
    expect(operations.toJSON().Parameters.SensorsMapping).toEqual({
      Type: 'AWS::SSM::Parameter::Value<String>',
      Default: '/caudal/sensors/mapping',
      Description: 'Parameter that holds the id of the event source mapping of sensors',
    });
  });
});

describe('alerts', () => {
  it('go from the bus to the topic, and into a queue where that fails', () => {
    expect(ruleToTopic?.Properties.EventBusName).toBe('caudal-alerts');
    expect(ruleToTopic?.Properties.EventPattern).toEqual({
      source: [{ prefix: 'caudal.' }],
      'detail-type': [{ 'anything-but': ['Decision'] }],
    });
    const targets = targetsOf(ruleToTopic?.Properties);
    expect(targets.map(({ Arn }) => readable(Arn))).toEqual(['{AlertsTopic}']);
    expect(targets.map(({ DeadLetterConfig }) => readable(DeadLetterConfig.Arn))).toEqual(['{AlertsDeadLetters}']);
  });

  it('reach an encrypted topic', () => {
    const topic = propertiesOf(operations, 'AWS::SNS::Topic');
    expect(topic.TopicName).toBe('caudal-alerts');
    expect(readable(topic.KmsMasterKeyId)).toBe('{AlertsKey}');
  });

  it('may be published and encrypted by EventBridge, and by alarms of this account alone', () => {
    const publisher = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } };
    const users = { Effect: 'Allow', Principal: { Service: ['cloudwatch.amazonaws.com', 'events.amazonaws.com'] } };
    const { PolicyDocument: topic } = propertiesOf(operations, 'AWS::SNS::TopicPolicy') as Record<string, object>;
    expect(topic).toMatchObject({
      Statement: expect.arrayContaining([expect.objectContaining({ ...publisher, Action: 'sns:Publish' })]),
    });
    expect(topic).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
      ]),
    });
    const { KeyPolicy: key, EnableKeyRotation } = propertiesOf(operations, 'AWS::KMS::Key');
    const action = ['kms:Decrypt', 'kms:GenerateDataKey*'];
    expect(key).toMatchObject({
      Statement: expect.arrayContaining([expect.objectContaining({ ...users, Action: action })]),
    });
    expect(EnableKeyRotation).toBe(true);
  });
});

describe('dead-letter queues', () => {
  it('are encrypted and keep messages for 14 days', () => {
    const queues = Object.values(operations.findResources('AWS::SQS::Queue'));
    expect(queues).toHaveLength(4);
    for (const { Properties } of queues) {
      expect(Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
    }
  });

  it('refuse requests without TLS', () => {
    const policies = Object.values(operations.findResources('AWS::SQS::QueuePolicy'));
    expect(policies).toHaveLength(4);
    for (const { Properties } of policies) {
      expect(Properties.PolicyDocument.Statement).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
    }
  });
});

describe('the measure of load', () => {
  const rule = propertiesOf(operations, 'AWS::Events::Rule', { Name: 'caudal-measure-load' });

  it('runs every five minutes, and a run that failed is left to the next one', () => {
    expect(rule.ScheduleExpression).toBe('rate(5 minutes)');
    const [target] = targetsOf(rule);
    expect(target).toMatchObject({ RetryPolicy: { MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 0 } });
    expect(readable(target?.DeadLetterConfig.Arn)).toBe('{LoadDeadLetters}');
    expect(propertiesOf(operations, 'AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0 })).toMatchObject({
      MaximumEventAgeInSeconds: 300,
    });
  });

  it('is told the streams of pipelines', () => {
    const { Environment } = propertiesOf(operations, 'AWS::Lambda::Function', {
      FunctionName: 'caudal-measure-load',
    }) as { Environment: { Variables: Record<string, string> } };
    expect(JSON.parse(Environment.Variables.CAUDAL_TARGETS ?? '')).toEqual([
      { pipeline: 'sensors', stream: 'sensors.events' },
    ]);
  });

  it('has its metric watched, as it writes it', () => {
    expect(
      propertiesOf(operations, 'AWS::CloudWatch::Alarm', { AlarmName: 'caudal-sensors-shard-skew' }),
    ).toMatchObject({
      Namespace: 'caudal',
      MetricName: 'ShardSkew',
      Dimensions: [
        { Name: 'pipeline', Value: 'sensors' },
        { Name: 'service', Value: 'caudal-measure-load' },
      ],
      Statistic: 'Maximum',
      Period: 300,
      Threshold: 1.8,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
  });
});
