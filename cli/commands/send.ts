import { createInterface } from 'node:readline/promises';
import type { PutRecordsRequestEntry } from '@aws-sdk/client-kinesis';
import { PutRecordCommand } from '@aws-sdk/client-kinesis';
import type { Command } from 'commander';
import type { Pipeline } from '../../core/pipeline.ts';
import { normalForm } from '../../core/schema/normal-form.ts';
import { kinesisClient } from '../../functions/clients/aws.ts';
import { action, stageCommand } from '../command.ts';
import { findDeploymentOf } from '../deployment.ts';
import { exitCodes, UserError } from '../errors.ts';
import { pipelineArgument, pipelineOf } from '../pipeline-argument.ts';

interface Sent {
  readonly stream: string;
  readonly shard: string;
  readonly sequence: string;
}

/** `caudal send <pipeline> ['{…}']` */
export function create(): Command {
  return stageCommand('send', 'put one event into the stream by hand, as it is typed, or a line of stdin an event', [
    'send sensors \'{"event_id":"me-1","device_id":"sensor-7","ts":"2026-11-22T12:00:00Z","temperature_c":"24.57","humidity_pct":50}\'',
    "send sensors 'not json at all'      # ends in ops.rejected_events",
    'send sensors < events.ndjson',
  ])
    .addArgument(pipelineArgument())
    .argument('[event]', 'the payload, sent to the byte; without it lines are read from stdin, blank ones passed over')
    .action(
      action(async ({ output, config, signal }, name: string, event: string | undefined) => {
        await findDeploymentOf(config, name);
        const pipeline = pipelineOf(name);
        const client = kinesisClient();
        const put = async (payload: string): Promise<Sent> => {
          const { ShardId, SequenceNumber } = await client.send(
            new PutRecordCommand({ StreamName: pipeline.stream.name, ...entry(pipeline, payload) }),
          );
          return { stream: pipeline.stream.name, shard: ShardId ?? '', sequence: SequenceNumber ?? '' };
        };
        try {
          if (event !== undefined) {
            const sent = await put(event);
            output.result(sent, () => `${sent.shard} ${sent.sequence}`);
            return undefined;
          }
          if (process.stdin.isTTY) {
            throw new UserError('No event was given', {
              hint: `./caudal send ${name} '{…}', or pipe lines into it.`,
              exitCode: exitCodes.usage,
            });
          }
          const all: Sent[] = [];
          for await (const line of createInterface({ input: process.stdin, signal })) {
            if (line.trim() === '') continue;
            const sent = await put(line);
            all.push(sent);
            output.line(`${sent.shard} ${sent.sequence}`);
          }
          output.result(all);
          return undefined;
        } finally {
          client.destroy();
        }
      }),
    );
}

/** The record with the partition key that the pipeline would give it; what can't be read as an event gets a fixed one. */
function entry(pipeline: Pipeline, payload: string): Pick<PutRecordsRequestEntry, 'Data' | 'PartitionKey'> {
  return { Data: Buffer.from(payload), PartitionKey: partitionKey(pipeline, payload) };
}

function partitionKey(pipeline: Pipeline, payload: string): string {
  try {
    // No key may hang on the position, which the stream gives once the key is known.
    const unknown = { arrivedAt: Date.now(), position: { stream: pipeline.stream.name, shard: '', sequence: '' } };
    const normal = normalForm(pipeline, JSON.parse(payload) as Record<string, unknown>, unknown);
    const key = normal && pipeline.partitionKey(normal);
    if (typeof key === 'string' && key.length > 0 && key.length <= 256) return key;
  } catch {
    // Garbage is sent on purpose here: it has no key of its own.
  }
  return 'unkeyed';
}
