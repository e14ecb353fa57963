import { describe, expect, it } from 'vitest';
import { OperationsBucket } from '../../../infra/constructs/operations-bucket.ts';
import { StateTable } from '../../../infra/constructs/state-table.ts';
import { propertiesOf, templateOf } from '../support/synth.ts';

const bucketTemplate = (retainData = false) =>
  templateOf((scope) => new OperationsBucket(scope, 'Bucket', { retainData }));
const stateTemplate = (retainData = false) =>
  templateOf(
    (scope) => new StateTable(scope, 'State', { tableName: 'state', partitionKey: 'pk', sortKey: 'sk', retainData }),
  );

describe('operations bucket', () => {
  const template = bucketTemplate();
  const bucket = propertiesOf(template, 'AWS::S3::Bucket');

  it('is closed to the public', () => {
    expect(bucket.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
  });

  it('is encrypted', () => {
    expect(bucket.BucketEncryption).toEqual({
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    });
  });

  it('refuses requests without TLS', () => {
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [{ Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
      },
    });
  });

  it('lets acknowledgements and oversized payloads go after 30 days, and failed batches never', () => {
    const { Rules } = bucket.LifecycleConfiguration as { Rules: { Prefix?: string; ExpirationInDays?: number }[] };
    const expiring = Rules.filter((rule) => rule.ExpirationInDays !== undefined);
    expect(expiring.map((rule) => [rule.Prefix, rule.ExpirationInDays])).toEqual([
      ['acknowledgements/', 30],
      ['oversized/', 30],
    ]);
  });

  it('is not emptied by a custom resource', () => {
    expect(template.findResources('AWS::Lambda::Function')).toEqual({});
  });

  it('stays with retainData', () => {
    bucketTemplate(true).hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });
});

describe('state table', () => {
  const template = stateTemplate();
  const table = propertiesOf(template, 'AWS::DynamoDB::Table');

  it('has text keys', () => {
    expect(table.KeySchema).toEqual([
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ]);
    expect(table.AttributeDefinitions).toEqual([
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ]);
  });

  it('is billed on demand', () => {
    expect(table.BillingMode).toBe('PAY_PER_REQUEST');
  });

  it('lets items expire', () => {
    expect(table.TimeToLiveSpecification).toEqual({ AttributeName: 'expires_at', Enabled: true });
  });

  it('can be restored to any second', () => {
    expect(table.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
  });

  it('is encrypted', () => {
    expect(table.SSESpecification).toEqual({ SSEEnabled: true });
  });

  it('has no index unless one is asked for, and then of the keys of items that have both of its attributes', () => {
    expect(table).not.toHaveProperty('GlobalSecondaryIndexes');
    const index = { name: 'due', partitionKey: 'due', sortKey: 'due_at' };
    const indexed = propertiesOf(
      templateOf(
        (scope) => new StateTable(scope, 'State', { tableName: 't', partitionKey: 'pk', sortKey: 'sk', index }),
      ),
      'AWS::DynamoDB::Table',
    );
    expect(indexed.GlobalSecondaryIndexes).toEqual([
      {
        IndexName: 'due',
        KeySchema: [
          { AttributeName: 'due', KeyType: 'HASH' },
          { AttributeName: 'due_at', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ]);
    expect(indexed.AttributeDefinitions).toEqual([
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
      { AttributeName: 'due', AttributeType: 'S' },
      { AttributeName: 'due_at', AttributeType: 'N' },
    ]);
  });

  it('is protected from deletion with retainData, and goes without', () => {
    expect(table.DeletionProtectionEnabled).toBe(false);
    template.hasResource('AWS::DynamoDB::Table', { DeletionPolicy: 'Delete' });
    const kept = stateTemplate(true);
    expect(propertiesOf(kept, 'AWS::DynamoDB::Table').DeletionProtectionEnabled).toBe(true);
    kept.hasResource('AWS::DynamoDB::Table', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });
});
