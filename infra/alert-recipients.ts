import type { Node } from 'constructs';
import type { ContextKey } from './context-keys.ts';

/** Who is told about alerts, beside the log group and the streams. */
export interface AlertRecipients {
  /** Addresses that get a mail from SNS, once they have confirmed that they want it. */
  readonly emails: readonly string[];
  /** Name of the Secrets Manager secret `{"url"}` of a webhook. */
  readonly webhookSecret?: string;
}

/**
 * Reads the context keys `alertEmail` (addresses, separated by commas) and `alertWebhookSecret` (`cdk deploy -c
 * alertEmail=a@b.c`, or in `cdk.json`). What a deployment is not given, it takes away again.
 *
 * @throws {TypeError} for what is no address or no name of a secret
 */
export function alertRecipients(node: Pick<Node, 'tryGetContext'>): AlertRecipients {
  const emails: unknown = node.tryGetContext('alertEmail' satisfies ContextKey) ?? '';
  const webhookSecret: unknown = node.tryGetContext('alertWebhookSecret' satisfies ContextKey) ?? '';
  if (typeof emails !== 'string') throw wrongEmail(emails);
  const addresses = emails
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
  const stranger = addresses.find((address) => !/^[^\s@,]+@[^\s@,]+$/.test(address));
  if (stranger !== undefined) throw wrongEmail(stranger);
  if (webhookSecret === '') return { emails: [...new Set(addresses)] };
  if (typeof webhookSecret !== 'string' || !/^[A-Za-z0-9/_+=.@-]{1,512}$/.test(webhookSecret)) {
    // What is no name may be the address itself, which is not shown.
    throw new TypeError(
      'Context "alertWebhookSecret" must be the name of a secret: 1 to 512 letters, digits and /_+=.@- (not its ARN, not the address)',
    );
  }
  return { emails: [...new Set(addresses)], webhookSecret };
}

function wrongEmail(received: unknown): TypeError {
  return new TypeError(
    `Context "alertEmail" must be e-mail addresses, separated by commas (received ${JSON.stringify(received)})`,
  );
}
