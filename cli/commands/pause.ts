import type { Command } from 'commander';
import { action, stageCommand } from '../command.ts';
import { chosenConsumers, onlyOption } from '../consumer-option.ts';
import { type ConsumerName, setConsumers } from '../consumers.ts';
import { findDeploymentOf } from '../deployment.ts';
import { pipelineArgument } from '../pipeline-argument.ts';

/** `caudal pause <pipeline>` */
export function create(): Command {
  return stageCommand('pause', 'stop the consumers of a pipeline; the stream keeps what comes in', [
    'pause sensors',
    'pause sensors --only analyze    # events are stored, windows and rules wait',
  ])
    .addArgument(pipelineArgument())
    .addOption(onlyOption())
    .action(
      action(async ({ output, config, signal }, pipeline: string, options: { only?: ConsumerName }) => {
        const chosen = chosenConsumers(pipeline, options.only);
        await findDeploymentOf(config, pipeline);
        const consumers = await setConsumers(pipeline, chosen, false, signal);
        output.result(
          { pipeline, consumers },
          () =>
            `${pipeline}: ${chosen.join(', ')} paused. The stream keeps the records; ./caudal resume ${pipeline} reads them.`,
        );
        return undefined;
      }),
    );
}
