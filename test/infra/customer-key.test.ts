import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { customerKeyArn } from '../../infra/customer-key.ts';
import { checkWithNag } from '../../infra/nag.ts';
import { wideGrants } from './permissions/wildcards.ts';
import { factory, stacksOf } from './support/analysed.ts';
import { permissionsOf, permissionsOfRole, withoutHash } from './support/permissions.ts';
import { statementsOf } from './support/policies.ts';
import { orders } from './support/pulling.ts';
import { templatesFrom } from './support/synth.ts';

const arn = 'arn:aws:kms:eu-west-3:123456789012:key/01234567-89ab-cdef-0123-456789abcdef';
const stacks = stacksOf([factory, orders], {
  customerKey: arn,
  alertEmail: 'a@b.c',
  alertWebhookSecret: 'caudal/slack',
});
const { root } = stacks.storage.node;
const open: string[] = [];
if (App.isApp(root)) {
  const note = () => undefined;
  const logger = {
    onCompliance: note,
    onNotApplicable: note,
    onSuppressed: note,
    onSuppressedError: note,
    onError: ({ errorMessage }: { readonly errorMessage: string }) => open.push(errorMessage),
    onNonCompliance: ({ ruleId, findingId }: { readonly ruleId: string; readonly findingId: string }) =>
      open.push(`${ruleId} ${findingId}`),
  };
  checkWithNag(root, { reports: false, additionalLoggers: [logger] });
}
const templates = templatesFrom(stacks);

const via = (service: string) => ` → ${arn} where kms:ViaService StringEquals ${service}.{AWS::Region}.amazonaws.com`;
const uses = (service: string, ...actions: string[]) => actions.map((action) => `Allow kms:${action}${via(service)}`);
const reads = ['Decrypt', 'DescribeKey'];
const writes = [...reads, 'Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo'];

describe('the context key customerKey', () => {
  const read = (value: unknown) => customerKeyArn({ tryGetContext: () => value });

  it('takes the ARN of a key, of one region or of several', () => {
    const several = 'arn:aws-cn:kms:cn-north-1:123456789012:key/mrk-0123456789abcdef0123456789abcdef';
    expect([read(arn), read(several), read(undefined)]).toEqual([arn, several, undefined]);
  });

  it.each([
    'alias/caudal',
    'arn:aws:kms:eu-west-3:123456789012:alias/caudal',
    '01234567-89ab-cdef-0123-456789abcdef',
    '',
    true,
  ])('refuses %j, and says how to find the ARN', (value) => {
    expect(() => read(value)).toThrow(`--query KeyMetadata.Arn\` says the ARN (received ${JSON.stringify(value)})`);
  });
});

describe('a deployment with a key of its own', () => {
  it.each([
    ['AWS::Kinesis::Stream', { StreamEncryption: { EncryptionType: 'KMS', KeyId: arn } }],
    ['AWS::DynamoDB::Table', { SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: arn } }],
    [
      'AWS::Cassandra::Table',
      { EncryptionSpecification: { EncryptionType: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyIdentifier: arn } },
    ],
    ['AWS::SQS::Queue', { KmsMasterKeyId: arn }],
    ['AWS::SNS::Topic', { KmsMasterKeyId: arn }],
    ['AWS::Logs::LogGroup', { KmsKeyId: arn }],
    [
      'AWS::S3::Bucket',
      {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: arn } },
          ],
        },
      },
    ],
  ])('keeps every %s under it', (type, encryption) => {
    const found = Object.values(templates).flatMap((template) => Object.entries(template.findResources(type)));
    expect(found).not.toEqual([]);
    for (const [id, { Properties }] of found) expect(Properties, id).toMatchObject(encryption);
  });

  it('makes no key', () => {
    for (const template of Object.values(templates)) template.resourceCountIs('AWS::KMS::Key', 0);
  });

  it.each([
    [
      'factory-ingest',
      [...uses('kinesis', 'Decrypt'), ...uses('dynamodb', ...writes), ...uses('s3', 'GenerateDataKey')],
    ],
    [
      'factory-analyze',
      [...uses('kinesis', 'Decrypt'), ...uses('dynamodb', ...writes), ...uses('s3', 'GenerateDataKey')],
    ],
    ['factory-sweep', [...uses('kinesis', 'Decrypt'), ...uses('dynamodb', ...writes)]],
    [
      'orders-fetch',
      [...uses('kinesis', 'GenerateDataKey'), ...uses('dynamodb', ...writes), ...uses('s3', 'GenerateDataKey')],
    ],
    [
      'orders-ingest',
      [...uses('kinesis', 'Decrypt'), ...uses('dynamodb', ...writes), ...uses('s3', 'GenerateDataKey')],
    ],
    ['produce', [...uses('kinesis', 'GenerateDataKey'), ...uses('s3', 'GenerateDataKey')]],
    ['registry', uses('dynamodb', ...writes)],
    ['notify', uses('sqs', 'Decrypt', 'GenerateDataKey')],
    [
      'check-health',
      [...uses('kinesis', 'Decrypt'), ...uses('dynamodb', ...writes), ...uses('sqs', 'Decrypt', 'GenerateDataKey')],
    ],
  ])('lets %s use it through the services that it calls, and no other way', (name, expected) => {
    const inOperations = ['notify', 'check-health'].includes(name);
    const permissions = permissionsOf(inOperations ? templates.operations : templates.processing, `caudal-${name}`);
    expect(permissions.filter((line) => line.includes(' kms:'))).toEqual([...expected].sort());
  });

  it('lets the rule use it that brings alerts to a stream', () => {
    const roles = Object.keys(templates.operations.findResources('AWS::IAM::Role'));
    const role = roles.find((id) => withoutHash(id) === 'AlertsFactoryRole') ?? '';
    expect(permissionsOfRole(templates.operations, role)).toEqual([
      'Allow kinesis:PutRecord → kinesis:stream/factory.alerts',
      ...uses('kinesis', 'GenerateDataKey'),
    ]);
  });

  it('widens nothing, and leaves nothing to cdk-nag', () => {
    expect(wideGrants(Object.values(templates).flatMap(statementsOf))).toEqual([]);
    expect(open).toEqual([]);
  });
});
