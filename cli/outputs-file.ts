import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { CloudConfig } from '../localstack/config.ts';
import { stagePrefix } from './stage.ts';

/** Outputs of the deployed stacks, by stack and name. */
export type StackOutputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Where CDK writes the outputs of each deployment of the stage to a cloud; there also while the cloud is down. */
export function outputsFile(config: CloudConfig): string {
  return path.join(config.folder, `${['outputs', stagePrefix()].filter((part) => part !== '').join('-')}.json`);
}

/** The outputs of the last deployment; none where nothing is deployed. */
export async function lastOutputs(config: CloudConfig): Promise<StackOutputs | undefined> {
  try {
    return JSON.parse(await readFile(outputsFile(config), 'utf8')) as StackOutputs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Forgets them, once the stacks are gone. */
export async function forgetOutputs(config: CloudConfig): Promise<void> {
  await rm(outputsFile(config), { force: true });
}
