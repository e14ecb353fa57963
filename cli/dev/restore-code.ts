import { LambdaClient } from '@aws-sdk/client-lambda';
import type { CloudConfig } from '../../localstack/config.ts';
import { deployedBundles, deployedTemplates } from './deployed.ts';
import { readOwnCode, writeOwnCode } from './own-code.ts';
import { updateCode } from './update-code.ts';

/**
 * Gives the functions whose code `caudal dev` has changed that of the deployment just made. CloudFormation compares templates: to
 * it a function whose sources are what they were at the deployment before needs nothing.
 *
 * @returns the functions
 */
export async function restoreDeployedCode(config: CloudConfig, stacks: readonly string[]): Promise<readonly string[]> {
  const own = Object.keys(await readOwnCode(config));
  if (own.length === 0) return own;
  const bundles = await deployedBundles(config, await deployedTemplates(config, stacks));
  const client = new LambdaClient();
  try {
    // Of a function that the deployment took away there is nothing to restore.
    for (const name of own) {
      const bundle = bundles.get(name);
      if (bundle) await updateCode(client, name, bundle);
    }
  } finally {
    client.destroy();
  }
  await writeOwnCode(config, {});
  return own;
}
