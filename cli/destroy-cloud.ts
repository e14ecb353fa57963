import type { CloudConfig } from '../localstack/config.ts';
import { type CdkOptions, runCdk, templatesFolder } from './cdk.ts';
import { synthesize } from './deploy-cloud.ts';
import { requireServices } from './deployment.ts';
import { writeOwnCode } from './dev/own-code.ts';
import { forgetOutputs } from './outputs-file.ts';

/**
 * Deletes the stacks from a cloud that runs, with all data in them; harmless when nothing is deployed. LocalStack empties a
 * bucket that it deletes, where CloudFormation on AWS refuses one that holds objects.
 *
 * @throws {UserError} when the cloud does not run, or CDK or CloudFormation fails
 */
export async function destroyCloud(config: CloudConfig, options: CdkOptions = {}): Promise<void> {
  await requireServices(config);
  await synthesize(config, options);
  await runCdk(
    config,
    ['destroy', '--all', '--force', '--concurrency', '4', '--app', templatesFolder(config)],
    options,
  );
  await forgetOutputs(config);
  await writeOwnCode(config, {});
}
