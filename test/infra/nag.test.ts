import { CfnResource, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { PipelineFunction } from '../../infra/constructs/pipeline-function.ts';
import { checkWithNag } from '../../infra/nag.ts';
import { testApp } from './support/synth.ts';
import { wholeApp } from './support/whole-app.ts';

interface Acknowledged {
  readonly id: string;
  readonly reason: string;
  readonly applies_to?: readonly unknown[];
}

describe('cdk-nag, AWS solutions and serverless', () => {
  const { nag, stacks } = wholeApp();
  const acknowledged = Object.values(stacks)
    .flatMap((stack) => stack.node.findAll())
    .flatMap((each): readonly Acknowledged[] =>
      CfnResource.isCfnResource(each) ? (each.getMetadata('cdk_nag')?.rules_to_suppress ?? []) : [],
    );

  it('finds nothing that is not acknowledged, with its reason, at the resource that it is about', () => {
    // Change what it finds; or say why it stays: `allow(…, wildcard)`, `withoutDeadLetters(…)` or `acknowledge(…)` in infra/constructs/.
    expect(nag.open).toEqual([]);
  });

  it('finds all that is acknowledged', () => {
    const reasons = new Set(acknowledged.map(({ id, reason }) => `${id} ${reason}`));
    expect(nag.acknowledged).toEqual(reasons);
  });

  it('acknowledges nothing for whole a stack, and wildcards one by one', () => {
    expect(Object.values(stacks).map(({ templateOptions }) => templateOptions.metadata?.cdk_nag)).toEqual(
      Object.values(stacks).map(() => undefined),
    );
    expect(acknowledged.filter(({ id, applies_to }) => id === 'AwsSolutions-IAM5' && !applies_to?.length)).toEqual([]);
  });
});

describe('the check of cdk-nag', () => {
  it.each([
    [
      'a wildcard that nobody gave a reason for',
      'AwsSolutions-IAM5',
      (fn: PipelineFunction) => fn.allow(['s3:GetObject'], ['arn:aws:s3:::x/*']),
    ],
    [
      'a wildcard beside one with a reason',
      'AwsSolutions-IAM5',
      (fn: PipelineFunction) => {
        fn.allow(['s3:GetObject'], ['arn:aws:s3:::x/a/*'], 'Objects are named when they are made');
        fn.allow(['s3:GetObject'], ['arn:aws:s3:::x/b/*']);
      },
    ],
    ['a function without a dead-letter queue', 'Serverless-LambdaDLQ', () => undefined],
  ])('finds %s', (_, rule, change) => {
    const app = testApp();
    const stack = new Stack(app, 'planted');
    change(new PipelineFunction(stack, 'Function', { functionName: 'caudal-x', description: 'x', folder: 'ingest' }));
    checkWithNag(app, { reports: false });
    expect(Annotations.fromStack(stack).findError('*', Match.stringLikeRegexp(rule))).toHaveLength(1);
  });

  it('finds no fault with a function that sends no traces because the deployment wants it so', () => {
    const app = testApp({ tracing: 'false' });
    const stack = new Stack(app, 'untraced');
    new PipelineFunction(stack, 'Function', { functionName: 'caudal-x', description: 'x', folder: 'ingest' });
    checkWithNag(app, { reports: false });
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('Tracing'))).toEqual([]);
  });
});
