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
  /** Records that came into the stream: those that the consumer finished and those that wait for it. */
  readonly recordsIn: number;
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
        const statuses = await shardStatuses(kinesis, stream.name, shards, since);
        return {
          name,
          stream: stream.name,
          consumer: mapping.State ?? 'unknown',
          lastResult: mapping.LastProcessingResult ?? '',
          ...totals,
          recordsIn: totals.records + statuses.reduce((sum, { waiting }) => sum + waiting, 0),
          shards: statuses,
        };
      }),
    );
  } finally {
    kinesis.destroy();
    lambda.destroy();
  }
}
