import { describe, expect, it } from 'vitest';
import { withoutHash } from './support/permissions.ts';
import { type Statement, statementsOf } from './support/policies.ts';
import { wholeApp } from './support/whole-app.ts';

interface Resource {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

const { templates } = wholeApp();
const statements = Object.values(templates).flatMap(statementsOf);

/** All resources of a type that Caudal can deploy, in every template. */
function all(type: string): readonly Resource[] {
  const found = Object.values(templates).flatMap((template) =>
    Object.entries(template.findResources(type)).map(([id, { Properties }]) => ({ id, properties: Properties })),
  );
  if (found.length === 0) throw new Error(`the whole app has no ${type}: nothing would be asserted`);
  return found;
}

/** Logical ids of those that are not as they should be. */
function except(resources: readonly Resource[], isWell: (resource: Resource) => boolean): readonly string[] {
  return resources.filter((resource) => !isWell(resource)).map(({ id }) => id);
}

/** Whether a policy denies `actions` to all who come without TLS. */
function deniesPlain(type: string, actions: string, resource: string): boolean {
  return statements.some(
    (each: Statement) =>
      each.type === type &&
      each.effect === 'Deny' &&
      each.principal === '*' &&
      each.actions.includes(actions) &&
      each.resources.includes(`{${withoutHash(resource)}}`) &&
      each.condition === 'aws:SecureTransport Bool false',
  );
}

describe('in transit', () => {
  it('every bucket, with its objects, every queue and every topic is for TLS alone', () => {
    expect(except(all('AWS::SQS::Queue'), ({ id }) => deniesPlain('AWS::SQS::QueuePolicy', 'sqs:*', id))).toEqual([]);
    expect(except(all('AWS::SNS::Topic'), ({ id }) => deniesPlain('AWS::SNS::TopicPolicy', 'sns:Publish', id))).toEqual(
      [],
    );
    expect(except(all('AWS::S3::Bucket'), ({ id }) => deniesPlain('AWS::S3::BucketPolicy', 's3:*', id))).toEqual([]);
    const objects = statements.filter(
      ({ type, resources }) => type === 'AWS::S3::BucketPolicy' && resources.length === 2,
    );
    expect(objects.map(({ resources }) => resources[1])).toEqual(['{OperationsBucket}/*']);
  });

  it('every function is called by IAM alone, where it has an address', () => {
    expect(except(all('AWS::Lambda::Url'), ({ properties }) => properties.AuthType === 'AWS_IAM')).toEqual([]);
  });
});

describe('at rest', () => {
  it.each([
    ['AWS::Kinesis::Stream', { StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } }],
    ['AWS::DynamoDB::Table', { SSESpecification: { SSEEnabled: true } }],
    ['AWS::Cassandra::Table', { EncryptionSpecification: { EncryptionType: 'AWS_OWNED_KMS_KEY' } }],
    ['AWS::SQS::Queue', { SqsManagedSseEnabled: true }],
    ['AWS::SNS::Topic', { KmsMasterKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^AlertsKey/), 'Arn'] } }],
    [
      'AWS::S3::Bucket',
      {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      },
    ],
  ])('every %s is encrypted', (type, encryption) => {
    for (const { id, properties } of all(type)) expect(properties, id).toMatchObject(encryption);
  });

  it('every key is rotated', () => {
    expect(except(all('AWS::KMS::Key'), ({ properties }) => properties.EnableKeyRotation === true)).toEqual([]);
  });
});

describe('functions', () => {
  const functions = all('AWS::Lambda::Function');

  it('send traces, every one', () => {
    for (const { id, properties } of functions)
      expect(properties, id).toMatchObject({ TracingConfig: { Mode: 'Active' } });
  });

  it('reserve no concurrency, not one: a new account has ten executions in all', () => {
    expect(except(functions, ({ properties }) => !('ReservedConcurrentExecutions' in properties))).toEqual([]);
  });

  it('log to groups that forget', () => {
    expect(except(all('AWS::Logs::LogGroup'), ({ properties }) => Number(properties.RetentionInDays) > 0)).toEqual([]);
  });

  it('have a log group of their own, kept for two weeks', () => {
    const kept = new Map(
      all('AWS::Logs::LogGroup').map(({ properties }) => [properties.LogGroupName, properties.RetentionInDays]),
    );
    const names = functions.map(({ properties }) => String(properties.FunctionName));
    expect(names.map((name) => kept.get(`/aws/lambda/${name}`))).toEqual(names.map(() => 14));
  });
});

describe('deliveries', () => {
  it('every target of every rule has a dead-letter queue', () => {
    const targets = all('AWS::Events::Rule').flatMap(({ id, properties }) =>
      (properties.Targets as readonly Readonly<Record<string, { readonly Arn?: unknown }>>[]).map((target) => ({
        id,
        target,
      })),
    );
    const queues = new Set(all('AWS::SQS::Queue').map(({ id }) => id));
    const queueOf = (target: (typeof targets)[number]['target']) =>
      (target.DeadLetterConfig?.Arn as { 'Fn::GetAtt': [string] } | undefined)?.['Fn::GetAtt'][0];
    expect(targets.filter(({ target }) => !queues.has(queueOf(target) ?? '')).map(({ id }) => id)).toEqual([]);
  });

  it('every subscription to the topic has one, too', () => {
    expect(except(all('AWS::SNS::Subscription'), ({ properties }) => 'RedrivePolicy' in properties)).toEqual([]);
  });

  it('every mapping gives a record up before its stream does, and puts it into the bucket', () => {
    const hours = new Map(
      all('AWS::Kinesis::Stream').map(({ properties }) => [
        String(properties.Name),
        Number(properties.RetentionPeriodHours),
      ]),
    );
    const mappings = all('AWS::Lambda::EventSourceMapping');
    for (const { id, properties } of mappings) {
      const retention = hours.get(streamOf(properties.EventSourceArn));
      expect(retention, `${id} reads a stream of the app`).toBeDefined();
      expect(properties.MaximumRecordAgeInSeconds, id).toBeGreaterThan(0);
      expect(properties.MaximumRecordAgeInSeconds, id).toBeLessThan(Number(retention) * 3_600);
      expect(properties.MaximumRetryAttempts, id).toBe(-1);
      expect(properties.DestinationConfig, id).toEqual({
        OnFailure: { Destination: { 'Fn::ImportValue': expect.stringMatching(/OperationsBucket.*Arn/) } },
      });
    }
  });
});

/** Name of the stream that a mapping reads, by itself or as a registered consumer. */
function streamOf(source: unknown): string {
  const consumers = templates.processing.findResources('AWS::Kinesis::StreamConsumer');
  const registered = Object.keys(consumers).find((id) => JSON.stringify(source).includes(`"${id}"`));
  const arn = registered === undefined ? source : consumers[registered]?.Properties.StreamARN;
  return /stream\/([^"]+)"/.exec(JSON.stringify(arn))?.[1] ?? '';
}
