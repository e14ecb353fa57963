import { LambdaClient } from '@aws-sdk/client-lambda';
import { kinesisClient } from '../../functions/clients/aws.ts';
import { pipelines } from '../../pipelines/index.ts';
import { findMapping } from '../mapping.ts';
import { type PipelineTotals, pipelineTotals } from '../totals.ts';
import { type ShardStatus, shardStatuses } from './shards.ts';

/** How a pipeline does: its consumer, its shards, and the counters of the last 24 hours. */
export interface PipelineStatus extends Omit<PipelineTotals, 'shards'> {
  readonly name: string;
  readonly stream: string;
  /** State of the event source mapping: `Enabled`, `Disabled`, or on the way. */
  readonly consumer: string;
  readonly lastResult: string;
  readonly shards: readonly ShardStatus[];
}

const DAY_MS = 86_400_000;

/** Looks at every pipeline. */
export async function pipelineStatuses(): Promise<PipelineStatus[]> {
  const kinesis = kinesisClient();
  const lambda = new LambdaClient({});
  try {
    return await Promise.all(
      pipelines.map(async ({ name, stream }) => {
        const since = new Date(Date.now() - DAY_MS);
        const [mapping, { shards, ...totals }] = await Promise.all([
          findMapping(lambda, name),
          pipelineTotals(name, since),
        ]);
        return {
          name,
          stream: stream.name,
          consumer: mapping.State ?? 'unknown',
          lastResult: mapping.LastProcessingResult ?? '',
          ...totals,
          shards: await shardStatuses(kinesis, stream.name, shards, since),
        };
      }),
    );
  } finally {
    kinesis.destroy();
    lambda.destroy();
  }
}
