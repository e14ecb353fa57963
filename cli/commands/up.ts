import type { Command } from 'commander';
import { type CloudProgress, startCloud } from '../../localstack/cloud.ts';
import { action, command } from '../command.ts';
import { isDeployed } from '../deployment.ts';
import { cloudProgress, servicesText } from '../services-table.ts';
import { StartTimings } from '../timings.ts';

/** `caudal up` */
export function create(): Command {
  return command('up', 'start the local cloud: Cassandra, DynamoDB Local, Kinesis, mappings, LocalStack', [
    'up',
    'up --timings',
    'up --json | jq .timings',
  ])
    .option('--timings', 'show when each service reached each phase of its start')
    .action(
      action(async ({ output, config, signal }, options: { timings?: boolean }) => {
        const timings = new StartTimings();
        const show = cloudProgress(output);
        const onProgress = (progress: CloudProgress) => {
          timings.add(progress);
          show(progress);
        };
        const status = await startCloud(config, { onProgress, signal });
        const next = (await isDeployed(config)) ? './caudal status' : './caudal deploy';
        const table = options.timings ? `${timings.text()}\n\n` : '';
        output.result({ ...status, timings: timings.rows() }, () => `${table}${servicesText(status)}\n\nNext: ${next}`);
        return undefined;
      }),
    );
}
