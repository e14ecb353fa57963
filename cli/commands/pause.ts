import type { Command } from 'commander';
import { action, command } from '../command.ts';
import { findDeployment } from '../deployment.ts';
import { setConsumer } from '../mapping.ts';
import { pipelineArgument } from '../pipeline-argument.ts';

/** `caudal pause <pipeline>` */
export function create(): Command {
  return command('pause', 'stop the consumer of a pipeline; the stream keeps what comes in', ['pause sensors'])
    .addArgument(pipelineArgument())
    .action(
      action(async ({ output, config, signal }, pipeline: string) => {
        await findDeployment(config);
        const state = await setConsumer(pipeline, false, signal);
        output.result(
          { pipeline, consumer: state },
          () =>
            `The consumer of ${pipeline} is stopped. The stream keeps the records; ./caudal resume ${pipeline} reads them.`,
        );
        return undefined;
      }),
    );
}
