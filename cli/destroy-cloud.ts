import type { CloudConfig } from '../localstack/config.ts';
import { type CdkOptions, runCdk, templatesFolder } from './cdk.ts';
import { synthesize } from './deploy-cloud.ts';
import { requireServices } from './deployment.ts';
import { writeOwnCode } from './dev/own-code.ts';
import { type KeptResource, readKept } from './kept-data.ts';
import { forgetOutputs } from './outputs-file.ts';

/**
 * Deletes the stacks of the stage from a cloud that runs, with all data that was not deployed to be kept; harmless when nothing
 * is deployed. LocalStack empties a bucket that it deletes, where CloudFormation on AWS refuses one that holds objects.
 *
 * @returns what was kept
 * @throws {UserError} when the cloud does not run, or CDK or CloudFormation fails
 */
export async function destroyCloud(config: CloudConfig, options: CdkOptions = {}): Promise<readonly KeptResource[]> {
  await requireServices(config);
  const kept = await readKept(config);
  await synthesize(config, options);
  await runCdk(
    config,
    ['destroy', '--all', '--force', '--concurrency', '4', '--app', templatesFolder(config)],
    options,
  );
  await forgetOutputs(config);
  await writeOwnCode(config, {});
  return kept;
}
