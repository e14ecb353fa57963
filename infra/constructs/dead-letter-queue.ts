import { Duration } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { customerKey } from './customer-key.ts';

/** Where EventBridge or Lambda puts what it could not deliver: kept for 14 days (the longest), encrypted, TLS only. */
export class DeadLetterQueue extends sqs.Queue {
  constructor(scope: Construct, id: string) {
    const key = customerKey(scope);
    super(scope, id, {
      retentionPeriod: Duration.days(14),
      ...(key === undefined
        ? { encryption: sqs.QueueEncryption.SQS_MANAGED }
        : { encryption: sqs.QueueEncryption.KMS, encryptionMasterKey: key }),
      enforceSSL: true,
    });
    const reason =
      "A dead-letter queue itself: of a rule's target, a subscription or a function, which a person empties";
    acknowledge(this, 'AwsSolutions-SQS3', reason);
    acknowledge(this, 'Serverless-SQSRedrivePolicy', reason);
  }
}
