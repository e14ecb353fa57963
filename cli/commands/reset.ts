import type { Command } from 'commander';
import { resetCloud } from '../../localstack/cloud.ts';
import { action, command } from '../command.ts';
import { cloudProgress } from '../services-table.ts';

/** `caudal reset` */
export function create(): Command {
  return command('reset', 'stop the local cloud and wipe it: data, logs, credentials, templates', ['reset']).action(
    action(async ({ output, config, signal }) => {
      await resetCloud(config, { onProgress: cloudProgress(output), signal });
      output.result({ cloud: config.name, state: 'reset' }, () => 'The local cloud is stopped and empty.');
      return undefined;
    }),
  );
}
