import { readFileSync } from 'node:fs';
import path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import type { Pipeline } from '../../../core/pipeline.ts';
import { addCaudal, type CaudalStacks } from '../../../infra/caudal.ts';
import { repositoryRoot } from '../../../infra/constructs/bundle.ts';
import { pipelineNamed } from '../../../pipelines/index.ts';

const cdkJson: unknown = JSON.parse(readFileSync(path.join(repositoryRoot, 'cdk.json'), 'utf8'));

/** An app with the flags of `cdk.json`. It makes no bundles: they are tested apart, and take most of the time. */
export function testApp(context: Record<string, unknown> = {}): App {
  const flags = (cdkJson as { context: Record<string, unknown> }).context;
  return new App({ context: { ...flags, 'aws:cdk:bundling-stacks': [], ...context } });
}

/** The template of a stack that holds what `add` puts in. */
export function templateOf(add: (scope: Construct) => void): Template {
  const stack = new Stack(testApp(), 'test');
  add(stack);
  return Template.fromStack(stack);
}

/** Templates of the stacks of Caudal, by role. */
export type CaudalTemplates = Readonly<Record<keyof CaudalStacks, Template>>;

/** The stacks. @param pipelines @default sensors alone */
export function caudalStacks(
  context: Record<string, unknown> = {},
  pipelines: readonly Pipeline[] = [pipelineNamed('sensors')],
): CaudalStacks {
  return addCaudal(testApp(context), pipelines);
}

/** Their templates. */
export function caudalTemplates(context: Record<string, unknown> = {}): CaudalTemplates {
  return templatesFrom(caudalStacks(context));
}

/** The templates of stacks. */
export function templatesFrom(stacks: CaudalStacks): CaudalTemplates {
  return {
    storage: Template.fromStack(stacks.storage),
    streams: Template.fromStack(stacks.streams),
    processing: Template.fromStack(stacks.processing),
    operations: Template.fromStack(stacks.operations),
  };
}

/** Properties of the only resource of a type, where `match` tells it from others. */
export function propertiesOf(
  template: Template,
  type: string,
  match: Record<string, unknown> = {},
): Record<string, unknown> {
  const found = Object.values(template.findResources(type, { Properties: match }));
  if (found.length !== 1) throw new Error(`expected one ${type} like ${JSON.stringify(match)}, found ${found.length}`);
  return found[0]?.Properties;
}
