import type { Command } from 'commander';
import { action, command } from '../command.ts';
import { findDeployment } from '../deployment.ts';
import { exitCodes } from '../errors.ts';
import { coloured } from '../output.ts';
import { pipelineArgument, pipelineOf } from '../pipeline-argument.ts';
import { type ProducersResult, runLocalProducers } from '../produce/local-producers.ts';
import { addFaultOptions, addLoadOptions, type ProducerOptions, requestOf } from '../produce/options.ts';
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
    durationOption('--for <duration>', 'how long; at least 1s'),
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
        output.result(result, () => resultText(result));
        return result.failed > 0 || result.acknowledgementsMissing > 0 ? exitCodes.failed : exitCodes.ok;
      }),
    );
}

function kindsText(pipeline: string): string {
  return Object.entries(pipelineOf(pipeline).generator.invalid)
    .map(([name, { description }]) => `  ${name.padEnd(18)} ${description}`)
    .join('\n');
}

function resultText(result: ProducersResult): string {
  const faults = Object.entries(result.byFault).map(([fault, count]) => `${fault} ${count}`);
  const failed = result.failed > 0 ? coloured('red', `failed ${result.failed}`) : 'failed 0';
  const rate = (result.sent / Math.max(1, result.elapsedMs)) * 1000;
  return [
    `sent ${result.sent}  ${failed}  retried ${result.retried}  in ${(result.elapsedMs / 1000).toFixed(1)} s (${rate.toFixed(1)} events/s)`,
    ...(faults.length > 0 ? [`faults: ${faults.join(', ')}`] : []),
    `run ${result.runId}, seed ${result.seed}, acknowledgements in ${result.acknowledgements}`,
    `\nNext: ./caudal ledger ${result.pipeline} --run ${result.runId} --wait 60s`,
  ].join('\n');
}
