import type { Command } from 'commander';
import { action, stageCommand } from '../command.ts';
import { destroyCloud } from '../destroy-cloud.ts';
import { keptLines } from '../kept-data.ts';
import { stageFlag, stageNames } from '../stage.ts';

/** `caudal destroy` */
export function create(): Command {
  return stageCommand(
    'destroy',
    'delete the deployed stacks from the local cloud, with the data in them that is not retained',
    ['destroy', 'destroy --prefix dev    # that stage alone; the others stay'],
  )
    .option('--verbose', 'show what CDK prints')
    .action(
      action(async ({ output, config, signal }, options: { verbose?: boolean }) => {
        output.progress('Destroying …');
        const kept = await destroyCloud(config, {
          signal,
          ...(options.verbose && { onLine: (line: string) => output.progress(`  ${line}`) }),
        });
        output.result({ destroyed: Object.values(stageNames().stacks), kept }, () =>
          [`The stacks are deleted. ./caudal deploy${stageFlag()} makes them again.`, ...keptLines(kept)].join('\n'),
        );
        return undefined;
      }),
    );
}
