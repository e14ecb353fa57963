/** A function that answers with the settings it was deployed with. */
const functionOf = (greeting: string, dependsOn?: string) => ({
  Type: 'AWS::Lambda::Function',
  ...(dependsOn ? { DependsOn: dependsOn } : {}),
  Properties: {
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::000000000000:role/restart',
    Code: { ZipFile: 'exports.handler = async () => ({ greeting: process.env.GREETING });' },
    Environment: { Variables: { GREETING: greeting } },
  },
});

/** A stack with one of each kind of thing that LocalStack keeps by itself. @param greeting a setting that an update changes */
export function everythingTemplate(greeting: string): object {
  return {
    Resources: {
      Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: {} } },
      Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/restart', TargetKeyId: { Ref: 'Key' } } },
      Parameter: {
        Type: 'AWS::SSM::Parameter',
        Properties: { Name: '/restart/greeting', Type: 'String', Value: greeting },
      },
      Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'restart/secret', SecretString: 'whisper' } },
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'restart-bucket' } },
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'restart-queue' } },
      Target: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'restart-target' } },
      Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'restart-topic' } },
      Subscription: {
        Type: 'AWS::SNS::Subscription',
        Properties: {
          TopicArn: { Ref: 'Topic' },
          Protocol: 'sqs',
          Endpoint: { 'Fn::GetAtt': ['Target', 'Arn'] },
          RawMessageDelivery: true,
        },
      },
      Schedule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          ScheduleExpression: 'rate(1 minute)',
          Targets: [{ Id: 'queue', Arn: { 'Fn::GetAtt': ['Target', 'Arn'] }, Input: '{"from":"schedule"}' }],
        },
      },
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          AlarmName: 'restart-alarm',
          Namespace: 'Restart',
          MetricName: 'Trouble',
          Statistic: 'Sum',
          Period: 10,
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: 'GreaterThanOrEqualToThreshold',
          TreatMissingData: 'ignore',
        },
      },
      Function: {
        ...functionOf(greeting),
        Properties: { ...functionOf(greeting).Properties, FunctionName: 'restart-function' },
      },
      Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Function' } } },
      Live: {
        Type: 'AWS::Lambda::Alias',
        Properties: {
          Name: 'live',
          FunctionName: { Ref: 'Function' },
          FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] },
        },
      },
      Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: { Ref: 'Function' }, AuthType: 'NONE' } },
    },
    Outputs: {
      Url: { Value: { 'Fn::GetAtt': ['Url', 'FunctionUrl'] } },
      Topic: { Value: { Ref: 'Topic' } },
      Target: { Value: { Ref: 'Target' } },
      Queue: { Value: { Ref: 'Queue' } },
    },
  };
}

/** A stack that takes some seconds: functions with fixed names, each made when the one before is active. */
export function slowTemplate(functions: number): object {
  const names = Array.from({ length: functions }, (_, index) => `Slow${index}`);
  return {
    Resources: Object.fromEntries(
      names.map((name, index) => {
        const resource = functionOf(name, names[index - 1]);
        return [name, { ...resource, Properties: { ...resource.Properties, FunctionName: `restart-${name}` } }];
      }),
    ),
  };
}
