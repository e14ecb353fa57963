import type { Command } from 'commander';
import { action, command } from '../command.ts';
import { findDeployment } from '../deployment.ts';
import { setConsumer } from '../mapping.ts';
import { pipelineArgument } from '../pipeline-argument.ts';

/** `caudal resume <pipeline>` */
export function create(): Command {
  return command('resume', 'start the consumer of a pipeline again; it goes on where it stopped', ['resume sensors'])
    .addArgument(pipelineArgument())
    .action(
      action(async ({ output, config, signal }, pipeline: string) => {
        await findDeployment(config);
        const state = await setConsumer(pipeline, true, signal);
        output.result({ pipeline, consumer: state }, () => `The consumer of ${pipeline} runs.`);
        return undefined;
      }),
    );
}
