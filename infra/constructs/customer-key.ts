import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { customerKeyArn } from '../customer-key.ts';

/** The key of the context key `customerKey`, once a stack. @returns undefined where the deployment has none */
export function customerKey(scope: Construct): kms.IKey | undefined {
  const arn = customerKeyArn(scope.node);
  if (arn === undefined) return undefined;
  const stack = Stack.of(scope);
  const there = stack.node.tryFindChild('CustomerKey') as kms.IKey | undefined;
  return there ?? kms.Key.fromKeyArn(stack, 'CustomerKey', arn);
}

/** What a service does with the key in the name of who calls it. */
interface KeyUse {
  /** As `kms:ViaService` names it, without region and domain. */
  readonly service: string;
  readonly actions: readonly string[];
}

const reads = ['kms:Decrypt', 'kms:DescribeKey'];
const writes = [...reads, 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];

/** By the action that calls for it. Keyspaces is not among them: it uses a key by grants that it made with the table. */
const uses: Readonly<Record<string, KeyUse>> = {
  'kinesis:PutRecord': { service: 'kinesis', actions: ['kms:GenerateDataKey'] },
  'kinesis:PutRecords': { service: 'kinesis', actions: ['kms:GenerateDataKey'] },
  'kinesis:GetRecords': { service: 'kinesis', actions: ['kms:Decrypt'] },
  'kinesis:SubscribeToShard': { service: 'kinesis', actions: ['kms:Decrypt'] },
  'dynamodb:BatchGetItem': { service: 'dynamodb', actions: reads },
  'dynamodb:GetItem': { service: 'dynamodb', actions: reads },
  'dynamodb:Query': { service: 'dynamodb', actions: reads },
  'dynamodb:DeleteItem': { service: 'dynamodb', actions: writes },
  'dynamodb:PutItem': { service: 'dynamodb', actions: writes },
  'dynamodb:UpdateItem': { service: 'dynamodb', actions: writes },
  's3:GetObject': { service: 's3', actions: ['kms:Decrypt'] },
  's3:PutObject': { service: 's3', actions: ['kms:GenerateDataKey'] },
  'sqs:SendMessage': { service: 'sqs', actions: ['kms:Decrypt', 'kms:GenerateDataKey'] },
};

/**
 * What a role needs of the customer's key beside `actions`: to use that key, and only through the services that the actions
 * are of, never by itself.
 *
 * @returns nothing where the deployment has no such key
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function keyStatements(scope: Construct, actions: readonly string[]): readonly iam.PolicyStatement[] {
  const key = customerKey(scope);
  if (key === undefined) return [];
  return actions
    .flatMap((action) => uses[action] ?? [])
    .map(
      (use) =>
        new iam.PolicyStatement({
          actions: [...use.actions],
          resources: [key.keyArn],
          conditions: {
            StringEquals: { 'kms:ViaService': `${use.service}.${Stack.of(scope).region}.amazonaws.com` },
          },
        }),
    );
}
