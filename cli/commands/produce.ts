import type { Command } from 'commander';
import { action, command } from '../command.ts';
import { findDeployment } from '../deployment.ts';
import { exitCodes } from '../errors.ts';
import { pipelineArgument, pipelineOf } from '../pipeline-argument.ts';
import { runLocalProducers } from '../produce/local-producers.ts';
import { addFaultOptions, addLoadOptions, type ProducerOptions, requestOf } from '../produce/options.ts';
import { isComplete, producedText } from '../produce/text.ts';
import { durationOption } from '../values.ts';

/** `caudal produce <pipeline>` */
export function create(): Command {
  const created = command('produce', 'send test events into the stream of a pipeline; without --for until Ctrl-C', [
    'produce sensors',
    'produce sensors --rate 50 --for 20s --invalid 10%',
    'produce sensors --rate 50 --producers 3 --seed 42',
    'produce sensors --invalid 50% --invalid-kind course --for 10s',
  ]).addArgument(pipelineArgument());
  addLoadOptions(created, { rate: '5', invalid: '0%' }).addOption(
    durationOption('--for <duration>', 'how long; at least 1s', { least: '1s' }),
  );
  return addFaultOptions(created)
    .addHelpText('after', () => `\nKinds of invalid events:\n${kindsText('sensors')}`)
    .action(
      action(async ({ output, config, signal }, pipeline: string, options: ProducerOptions) => {
        const request = requestOf(pipeline, options, true);
        const { operationsBucket: bucket } = await findDeployment(config);
        const { stream } = pipelineOf(pipeline);
        output.progress(
          `Producing to ${stream.name} at ${request.eventsPerSecond * options.producers} events/s … Ctrl-C to stop`,
        );
        const result = await runLocalProducers({
          request,
          producers: options.producers,
          bucket,
          signal,
          onProgress: ({ sent, failed, retried, elapsedMs }) => {
            const rate = (sent / Math.max(1, elapsedMs)) * 1000;
            output.transient(`sent ${sent}  failed ${failed}  retried ${retried}  ${rate.toFixed(1)} events/s`);
          },
        });
        output.endTransient();
        output.result(
          result,
          () => `${producedText(result)}\n\nNext: ./caudal ledger ${pipeline} --run ${result.runId} --wait 60s`,
        );
        return isComplete(result) ? exitCodes.ok : exitCodes.failed;
      }),
    );
}

function kindsText(pipeline: string): string {
  return Object.entries(pipelineOf(pipeline).generator.invalid)
    .map(([name, { description }]) => `  ${name.padEnd(18)} ${description}`)
    .join('\n');
}
