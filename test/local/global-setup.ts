import type { TestProject } from 'vitest/node';
import { type CommandResult, caudal } from './support/caudal.ts';
import { cloudVariables } from './support/ports.ts';

/** Ends the cloud that a run before this one may have left, by the process ids it wrote down. */
async function wipe(): Promise<CommandResult> {
  return caudal(['reset']);
}

/**
 * Starts a local cloud of the suite's own (of each shard, where it runs in shards), on free ports and with a data folder of its own,
 * and deploys to it. Whatever happens in the tests, it is taken down again.
 */
export default async function setup({ vitest }: TestProject): Promise<() => Promise<void>> {
  const { index = 1 } = vitest.config.shard ?? {};
  Object.assign(process.env, await cloudVariables(`test-${index}`), { CAUDAL_LAMBDA_RETRY_SECONDS: '1' });
  await wipe();
  for (const step of ['up', 'deploy']) {
    const result = await caudal([step]);
    if (result.code !== 0) {
      await wipe();
      throw new Error(`caudal ${step} exited with ${result.code}\n${result.stdout}\n${result.stderr}`);
    }
  }
  return async () => {
    const { code, stderr } = await wipe();
    if (code !== 0) throw new Error(`the test cloud could not be taken down:\n${stderr}`);
  };
}
