import { Aspects } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks, NagSuppressions } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import archive from '../../cli/new/templates/consumer.ts';
import type { Consumer } from '../../core/consumer.ts';
import { pipelines } from '../../pipelines/index.ts';
import { factory, stacksOf } from './support/analysed.ts';
import { orders, people } from './support/pulling.ts';

/** What cdk-nag holds against the stacks and stays so, and why. */
const accepted = {
  storage: [
    {
      id: 'AwsSolutions-S1',
      reason:
        'No server access log: only our functions write here, and a second bucket for logs would have to be kept too',
    },
  ],
  deadLetters: [
    {
      id: 'AwsSolutions-SQS3',
      reason: "It is a dead-letter queue itself: of a rule's target, where cdk-nag looks at functions and queues only",
    },
  ],
  functions: [
    {
      id: 'AwsSolutions-IAM5',
      reason:
        'Wildcards below one log group, one folder of the bucket, one system keyspace, or the name of one secret; nothing wider',
    },
  ],
};

describe('cdk-nag, AWS solutions', () => {
  const recipients = { alertEmail: 'a@example.org', alertWebhookSecret: 'caudal/slack' };
  const stacks = stacksOf([...pipelines, factory, people, orders], recipients, [archive as Consumer]);
  NagSuppressions.addStackSuppressions(stacks.storage, accepted.storage);
  NagSuppressions.addStackSuppressions(stacks.processing, [...accepted.functions, ...accepted.deadLetters]);
  NagSuppressions.addStackSuppressions(stacks.operations, [...accepted.functions, ...accepted.deadLetters]);
  for (const stack of Object.values(stacks)) Aspects.of(stack).add(new AwsSolutionsChecks());

  it.each(Object.entries(stacks))('%s has neither errors nor warnings', (_, stack) => {
    const anything = Match.stringLikeRegexp('AwsSolutions-.*');
    const findings = [
      ...Annotations.fromStack(stack).findError('*', anything),
      ...Annotations.fromStack(stack).findWarning('*', anything),
    ];
    expect(findings.map(({ id, entry }) => `${id}: ${entry.data}`)).toEqual([]);
  });
});
