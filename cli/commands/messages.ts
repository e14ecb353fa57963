import { type Command, InvalidArgumentError, Option } from 'commander';
import type { SourceRecord } from '../../core/source.ts';
import { dynamoClient, kinesisClient } from '../../functions/clients/aws.ts';
import { action, stageCommand } from '../command.ts';
import { findDeploymentOf } from '../deployment.ts';
import { exitCodes } from '../errors.ts';
import { PayloadReader } from '../messages/payload.ts';
import { DEFAULT_NEWEST, type MessageOptions, messagePlan } from '../messages/plan.ts';
import { messageRecords } from '../messages/records.ts';
import { requireShard } from '../messages/shard.ts';
import { messageColumns, messageDocument, messageLine } from '../messages/text.ts';
import { unmaskedOption } from '../personal.ts';
import { pipelineArgument, pipelineOf } from '../pipeline-argument.ts';
import { schemaBook } from '../schema-book.ts';
import { instant, numberIn } from '../values.ts';

interface ShownOptions {
  readonly full?: boolean;
  readonly unmasked?: boolean;
}

/** `caudal messages [pipeline]` */
export function create(): Command {
  return stageCommand('messages', "raw records of a pipeline's stream: shard, position, key, payload", [
    'messages sensors                       # the newest ten',
    'messages sensors --follow              # from now on',
    'messages sensors --from-beginning --limit 5',
    'messages sensors --from 10m --key sensor-7',
    'messages sensors --from 2026-11-22T22:30:00Z --to 2026-11-22T22:31:00Z',
    'messages sensors --shard 1 --position 49683241872945362130541623145709541356431 --limit 1',
    'messages sensors --json | jq ".[].value"',
    'messages sensors --follow --json | jq .partitionKey     # a document a line',
  ])
    .addArgument(pipelineArgument())
    .addOption(new Option('--from-beginning', 'from the oldest record that the stream holds').conflicts(starts))
    .addOption(
      new Option('--from <time>', 'what arrived since then: ISO 8601, or how long ago (10m)')
        .argParser((text) => instant(text))
        .conflicts('position'),
    )
    .addOption(
      new Option('--to <time>', 'what arrived until then (now)').argParser((text) => instant(text)).conflicts('follow'),
    )
    .option('--position <sequence>', 'from this sequence number of --shard on', sequenceNumber)
    .option('--shard <shard>', 'of this shard alone: its id or its number')
    .option('--key <partition key>', 'of this partition key alone; only the shards are read that can have it')
    .option('-f, --follow', 'go on with what comes, until Ctrl-C; from now on unless told where to begin')
    .option(
      '--limit <n>',
      `stop after as many, 1 to 100000; without a place to begin the newest so many (${DEFAULT_NEWEST})`,
      numberIn(1, 100_000, 'integer'),
    )
    .option('--full', 'whole payloads on a line')
    .addOption(unmaskedOption())
    .action(
      action(async ({ output, config, signal }, name: string, options: MessageOptions & ShownOptions) => {
        await findDeploymentOf(config, name);
        const pipeline = pipelineOf(name);
        const [kinesis, dynamo] = [kinesisClient(), dynamoClient()];
        try {
          const shard = await requireShard(kinesis, pipeline.stream.name, options.shard);
          const plan = messagePlan(pipeline, { ...options, ...(shard && { shard }) }, Date.now());
          const payloads = new PayloadReader(pipeline, schemaBook(dynamo), options.unmasked === true);
          output.progress(`${pipeline.stream.name}: ${messageColumns}${options.follow ? ' … Ctrl-C to stop' : ''}`);
          let shown = 0;
          const show = async (record: SourceRecord): Promise<void> => {
            const payload = await payloads.read(record);
            if (!output.json) output.line(messageLine(record, payload, options.full === true));
            else if (options.follow) output.result(messageDocument(record, payload));
            else output.element(messageDocument(record, payload));
            shown += 1;
          };
          for await (const record of messageRecords(kinesis, plan, signal)) await show(record);
          if (!options.follow) output.endElements();
          if (shown === 0 && !options.follow) output.progress('No such record in the stream.');
          return options.follow ? exitCodes.ok : undefined;
        } finally {
          kinesis.destroy();
          dynamo.destroy();
        }
      }),
    );
}

/** Options that say where to begin, beside the one that they go against. */
const starts = ['from', 'position'];

function sequenceNumber(text: string): string {
  if (/^\d{1,128}$/.test(text)) return text;
  throw new InvalidArgumentError(`Write a sequence number as it is shown, digits alone (received "${text}").`);
}
