import { CfnResource } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
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

  it('holds a function against the app that sends no traces, unless the deployment wants it so', () => {
    expect(wholeApp({ tracing: 'false' }).nag.open).toEqual([]);
  });
});
