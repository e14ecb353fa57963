import type { Command } from 'commander';
import { action, stageCommand } from '../command.ts';
import { destroyCloud } from '../destroy-cloud.ts';
import { stageNames } from '../stage.ts';

/** `caudal destroy` */
export function create(): Command {
  return stageCommand('destroy', 'delete the deployed stacks from the local cloud, with the data in them', ['destroy'])
    .option('--verbose', 'show what CDK prints')
    .action(
      action(async ({ output, config, signal }, options: { verbose?: boolean }) => {
        output.progress('Destroying …');
        await destroyCloud(config, {
          signal,
          ...(options.verbose && { onLine: (line: string) => output.progress(`  ${line}`) }),
        });
        output.result(
          { destroyed: Object.values(stageNames().stacks) },
          () => 'The stacks are deleted. ./caudal deploy makes them again.',
        );
        return undefined;
      }),
    );
}
