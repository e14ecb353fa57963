import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ContextKey } from '../infra/context-keys.ts';
import { selectedPipelines } from '../infra/selected-pipelines.ts';
import { type CloudConfig, repositoryRoot } from '../localstack/config.ts';
import { examples, pipelines } from '../pipelines/index.ts';
import { findDeployment } from './deployment.ts';
import { lastOutputs } from './outputs-file.ts';
import { stageNames } from './stage.ts';

/**
 * The context of a deployment that takes no pipeline away: what `cdk.json` selects, what is deployed already, and the one
 * that is asked for. A context that selects pipelines itself stays as it is.
 *
 * @param context as `key=value`
 * @param asked name of a pipeline that has to be among them
 */
export async function withPipelines(
  config: CloudConfig,
  context: readonly string[] = [],
  asked?: string,
): Promise<readonly string[]> {
  const key: ContextKey = 'pipelines';
  if (context.some((pair) => pair.startsWith(`${key}=`))) return context;
  const usual = await usualPipelines();
  const wanted = [...(await deployedNames(config)), ...(asked === undefined ? [] : [asked])];
  const selection = selectionOf(
    pipelines.map(({ name }) => name),
    usual,
    wanted,
  );
  return selection === undefined ? context : [...context, `${key}=${selection}`];
}

/** The names of `usual` and `wanted` in the order of `known`; nothing where the usual ones are all. */
export function selectionOf(
  known: readonly string[],
  usual: readonly string[],
  wanted: readonly string[],
): string | undefined {
  const selected = known.filter((name) => usual.includes(name) || wanted.includes(name));
  return selected.length === usual.length ? undefined : selected.join(',');
}

async function usualPipelines(): Promise<readonly string[]> {
  const { context = {} } = JSON.parse(await readFile(path.join(repositoryRoot, 'cdk.json'), 'utf8')) as {
    context?: Readonly<Record<string, unknown>>;
  };
  return selectedPipelines({ tryGetContext: (key) => context[key] }, pipelines, examples).map(({ name }) => name);
}

/** Of a cloud that is down, what the last deployment from here put down. */
async function deployedNames(config: CloudConfig): Promise<readonly string[]> {
  const deployed = await findDeployment(config).catch(() => undefined);
  if (deployed) return deployed.pipelines;
  const outputs = await lastOutputs(config);
  return outputs?.[stageNames().stacks.storage]?.[stageNames().pipelinesOutput]?.split(',') ?? [];
}
