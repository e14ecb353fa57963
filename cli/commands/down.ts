import type { Command } from 'commander';
import { stopCloud } from '../../localstack/cloud.ts';
import { action, command } from '../command.ts';
import { cloudProgress } from '../services-table.ts';

/** `caudal down` */
export function create(): Command {
  return command('down', 'stop the local cloud; its data stays', ['down']).action(
    action(async ({ output, config, signal }) => {
      await stopCloud(config, { onProgress: cloudProgress(output), signal });
      output.result(
        { cloud: config.name, state: 'stopped' },
        () => 'The local cloud is stopped. Its data stays; ./caudal up starts it again.',
      );
      return undefined;
    }),
  );
}
