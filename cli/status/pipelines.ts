import { LambdaClient } from '@aws-sdk/client-lambda';
import { kinesisClient } from '../../functions/clients/aws.ts';
import { pipelines } from '../../pipelines/index.ts';
import { UserError } from '../errors.ts';
import { findMapping } from '../mapping.ts';
import { type PipelineTotals, pipelineTotals } from '../totals.ts';
import { type ShardStatus, shardStatuses } from './shards.ts';

/** How a pipeline does: its consumer, its shards, and the counters of the last 24 hours. */
export interface PipelineStatus extends Omit<PipelineTotals, 'shards'> {
  readonly name: string;
  readonly stream: string;
  /** State of the event source mapping: `Enabled`, `Disabled`, on the way, or `not deployed`. */
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
          findMapping(lambda, name).catch(notDeployed),
          pipelineTotals(name, since),
        ]);
        const statuses = mapping ? await shardStatuses(kinesis, stream.name, shards, since) : [];
        return {
          name,
          stream: stream.name,
          consumer: mapping ? (mapping.State ?? 'unknown') : 'not deployed',
          lastResult: mapping?.LastProcessingResult ?? '',
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

/** A pipeline that was just declared has no mapping yet; that hides nothing of the others. */
function notDeployed(error: unknown): undefined {
  if (error instanceof UserError) return undefined;
  throw error;
}
