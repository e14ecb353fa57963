import type { Node } from 'constructs';
import type { ContextKey } from './context-keys.ts';

const keyArn =
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/**
 * Reads the context key `customerKey`: the ARN of a KMS key of one's own, under which everything is kept that has a choice
 * (`docs/security.md`). Not an alias: IAM grants the use of a key by its ARN, and Keyspaces and log groups take nothing else.
 *
 * @throws {TypeError} for anything else
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/find-cmk-id-arn.html
 */
export function customerKeyArn(node: Pick<Node, 'tryGetContext'>): string | undefined {
  const value: unknown = node.tryGetContext('customerKey' satisfies ContextKey);
  if (value === undefined) return undefined;
  if (typeof value === 'string' && keyArn.test(value)) return value;
  throw new TypeError(
    'Context "customerKey" must be the ARN of a key, such as arn:aws:kms:eu-west-3:123456789012:key/<id>, and no alias: ' +
      '`aws kms describe-key --key-id <alias> --query KeyMetadata.Arn` says the ARN ' +
      `(received ${JSON.stringify(value)})`,
  );
}
