import { CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A finding of cdk-nag as its metadata writes it. */
interface Acknowledged {
  readonly id: string;
  readonly reason: string;
  readonly applies_to?: readonly { readonly regex: string }[];
}

/**
 * Says why what cdk-nag holds against a resource stays as it is, in the metadata that cdk-nag reads; the app itself runs without
 * cdk-nag. Each resource for itself: nothing is acknowledged for whole a stack.
 *
 * @param rule such as `AwsSolutions-SQS3`
 * @param reason in a sentence, in ASCII
 * @param endings where the rule names what it found: how these names end; any other finding stays one @default all findings
 * @throws {TypeError} for a construct that is no resource
 * @see https://github.com/cdklabs/cdk-nag#suppressing-a-rule
 */
export function acknowledge(construct: IConstruct, rule: string, reason: string, endings?: readonly string[]): void {
  const resource = construct.node.defaultChild ?? construct;
  if (!(resource instanceof CfnResource))
    throw new TypeError(`${construct.node.path} is no resource of CloudFormation`);
  const acknowledged: Acknowledged = {
    id: rule,
    reason,
    ...(endings && { applies_to: endings.map((ending) => ({ regex: `/${escaped(ending)}$/` })) }),
  };
  const before: readonly Acknowledged[] = resource.getMetadata('cdk_nag')?.rules_to_suppress ?? [];
  const isThere = before.some((other) => JSON.stringify(other) === JSON.stringify(acknowledged));
  if (!isThere) resource.addMetadata('cdk_nag', { rules_to_suppress: [...before, acknowledged] });
}

/**
 * What an ARN ends with once it holds no more references: `{bucket}/oversized/*` → `/oversized/*`.
 *
 * @throws {TypeError} for an ARN that ends with a reference
 */
export function literalEnding(scope: IConstruct, arn: string): string {
  const resolved: unknown = Stack.of(scope).resolve(arn);
  const ending = typeof resolved === 'string' ? `::${resolved}` : joined(resolved)?.at(-1);
  if (typeof ending === 'string') return ending;
  throw new TypeError(`No ending to acknowledge in ${JSON.stringify(resolved)}: it ends with a reference`);
}

function joined(value: unknown): readonly unknown[] | undefined {
  return (value as { readonly 'Fn::Join'?: readonly [string, readonly unknown[]] })['Fn::Join']?.[1];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
