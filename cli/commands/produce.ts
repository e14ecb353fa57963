import { type Command, Option } from 'commander';
import type { Pipeline } from '../../core/pipeline.ts';
import type { WireFormat } from '../../core/wire.ts';
import { pipelines } from '../../pipelines/index.ts';
import { withChoices } from '../choices.ts';
import { action, stageCommand } from '../command.ts';
import { findDeploymentOf } from '../deployment.ts';
import { exitCodes } from '../errors.ts';
import { pipelineArgument, pipelineOf } from '../pipeline-argument.ts';
import { avroEncoder } from '../produce/avro-encoder.ts';
import { runLocalProducers } from '../produce/local-producers.ts';
import { addFaultOptions, addLoadOptions, type ProducerOptions, requestOf } from '../produce/options.ts';
import { isComplete, producedText } from '../produce/text.ts';
import { stageFlag } from '../stage.ts';
import { durationOption } from '../values.ts';

/** `caudal produce <pipeline>` */
export function create(): Command {
  const created = stageCommand(
    'produce',
    'send test events into the stream of a pipeline; without --for until Ctrl-C',
    [
      'produce sensors',
      'produce sensors --rate 50 --for 20s --invalid 10%',
      'produce sensors --rate 50 --producers 3 --seed 42',
      'produce sensors --invalid 50% --invalid-kind course --for 10s',
      'produce sensors --degrading 20% --rate 20',
      'produce observatory --rate 2 --invalid 5%',
      'produce payments --wire avro --for 10s',
    ],
  ).addArgument(pipelineArgument());
  addLoadOptions(created, { rate: '5', invalid: '0%' }).addOption(
    durationOption('--for <duration>', 'how long; at least 1s', { least: '1s' }),
  );
  return addFaultOptions(created)
    .addOption(
      withChoices(new Option('--wire <format>', 'form of the payloads; avro registers the schema first'), [
        'json',
        'avro',
      ]).default('json'),
    )
    .addHelpText('after', () => `\nKinds of invalid events:\n${pipelines.map(kindsText).join('\n')}`)
    .action(
      action(async ({ output, config, signal }, pipeline: string, options: ProducerOptions & { wire: WireFormat }) => {
        const request = requestOf(pipeline, options, true);
        const { operationsBucket: bucket } = await findDeploymentOf(config, pipeline);
        const declared = pipelineOf(pipeline);
        const encode = options.wire === 'avro' && (await avroEncoder(config, declared));
        output.progress(
          `Producing to ${declared.stream.name} at ${request.eventsPerSecond * options.producers} events/s … Ctrl-C to stop`,
        );
        const result = await runLocalProducers({
          request,
          producers: options.producers,
          bucket,
          signal,
          ...(encode && { encode }),
          onProgress: ({ sent, failed, retried, elapsedMs }) => {
            const rate = (sent / Math.max(1, elapsedMs)) * 1000;
            output.transient(`sent ${sent}  failed ${failed}  retried ${retried}  ${rate.toFixed(1)} events/s`);
          },
        });
        output.endTransient();
        output.result(
          result,
          () =>
            `${producedText(result)}\n\nNext: ./caudal ledger ${pipeline}${stageFlag()} --run ${result.runId} --wait 60s`,
        );
        return isComplete(result) ? exitCodes.ok : exitCodes.failed;
      }),
    );
}

function kindsText({ name, generator }: Pipeline): string {
  const kinds = Object.entries(generator?.invalid ?? {});
  return [`  ${name}`, ...kinds.map(([kind, { description }]) => `    ${kind.padEnd(18)} ${description}`)].join('\n');
}
