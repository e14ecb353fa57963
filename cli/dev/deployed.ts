import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleFile } from '../../infra/constructs/bundle.ts';
import type { CloudConfig } from '../../localstack/config.ts';
import { templatesFolder } from '../cdk.ts';
import { UserError } from '../errors.ts';
import type { StackTemplate, TemplateResource } from './plan.ts';

/** What the last deployment from this machine put down, by stack. @throws {UserError} where there was none */
export async function deployedTemplates(
  config: CloudConfig,
  stacks: readonly string[],
): Promise<Readonly<Record<string, StackTemplate>>> {
  const read = stacks.map(async (stack) => {
    const file = path.join(templatesFolder(config), `${stack}.template.json`);
    return [stack, JSON.parse(await readFile(file, 'utf8')) as StackTemplate] as const;
  });
  try {
    return Object.fromEntries(await Promise.all(read));
  } catch (cause) {
    throw new UserError(`The templates of the last deployment are not in ${templatesFolder(config)}`, {
      hint: './caudal deploy makes them.',
      cause,
    });
  }
}

/** The deployed bundle of each function, by the function's name; of one whose file is gone, nothing. */
export async function deployedBundles(
  config: CloudConfig,
  templates: Readonly<Record<string, StackTemplate>>,
): Promise<ReadonlyMap<string, string>> {
  const functions = Object.values(templates).flatMap(({ Resources }) => Object.values(Resources).flatMap(codeOf));
  const bundles = functions.map(async ({ functionName, asset }) => {
    const file = path.join(templatesFolder(config), `asset.${asset}`, bundleFile);
    return [functionName, await readFile(file, 'utf8').catch(() => '')] as const;
  });
  return new Map(await Promise.all(bundles));
}

/** The name of a function, and that of the asset that is its code: CDK puts `asset.<hash>` into the bucket as `<hash>.zip`. */
function codeOf({ Type, Properties = {} }: TemplateResource): { functionName: string; asset: string }[] {
  const { FunctionName: functionName, Code } = Properties as {
    readonly FunctionName?: unknown;
    readonly Code?: { readonly S3Key?: unknown };
  };
  if (Type !== 'AWS::Lambda::Function' || typeof functionName !== 'string' || typeof Code?.S3Key !== 'string')
    return [];
  return [{ functionName, asset: path.basename(Code.S3Key, '.zip') }];
}
