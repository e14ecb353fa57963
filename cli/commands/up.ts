import type { Command } from 'commander';
import { startCloud } from '../../localstack/cloud.ts';
import { action, command } from '../command.ts';
import { isDeployed } from '../deployment.ts';
import { cloudProgress, servicesText } from '../services-table.ts';

/** `caudal up` */
export function create(): Command {
  return command('up', 'start the local cloud: Cassandra, DynamoDB Local, Kinesis, LocalStack', [
    'up',
    'up --json',
  ]).action(
    action(async ({ output, config, signal }) => {
      const status = await startCloud(config, { onProgress: cloudProgress(output), signal });
      const next = (await isDeployed(config)) ? './caudal status' : './caudal deploy';
      output.result(status, () => `${servicesText(status)}\n\nNext: ${next}`);
      return undefined;
    }),
  );
}
