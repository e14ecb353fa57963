import type { Command } from 'commander';
import { action, stageCommand } from '../command.ts';
import { chosenConsumers, onlyOption } from '../consumer-option.ts';
import { type ConsumerName, setConsumers } from '../consumers.ts';
import { findDeploymentOf } from '../deployment.ts';
import { pipelineArgument } from '../pipeline-argument.ts';

/** `caudal resume <pipeline>` */
export function create(): Command {
  return stageCommand('resume', 'start the consumers of a pipeline again; each goes on where it stopped', [
    'resume sensors',
    'resume sensors --only ingest',
  ])
    .addArgument(pipelineArgument())
    .addOption(onlyOption())
    .action(
      action(async ({ output, config, signal }, pipeline: string, options: { only?: ConsumerName }) => {
        const chosen = chosenConsumers(pipeline, options.only);
        await findDeploymentOf(config, pipeline);
        const consumers = await setConsumers(pipeline, chosen, true, signal);
        output.result({ pipeline, consumers }, () => `${pipeline}: ${chosen.join(', ')} running.`);
        return undefined;
      }),
    );
}
