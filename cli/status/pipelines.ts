import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { type AnalysisEnd, sumAnalysisTotals } from '../../core/analysis/batch/books.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { kinesisClient } from '../../functions/clients/aws.ts';
import { readTallies } from '../../functions/clients/tally.ts';
import { type ConsumerName, findMapping } from '../consumers.ts';
import { UserError } from '../errors.ts';
import { stageNames } from '../stage.ts';
import { hoursBetween } from '../time-range.ts';
import { type PipelineTotals, pipelineTotals } from '../totals.ts';
import { type FurtherConsumerStatus, furtherConsumerStatuses } from './further-consumers.ts';
import { type LoadStatus, loadStatus } from './load.ts';
import { type ShardStatus, shardStatuses } from './shards.ts';

/** How a consumer of a stream does. */
export interface ConsumerStatus {
  /** State of the event source mapping: `Enabled`, `Disabled`, on the way, or `not deployed`. */
  readonly consumer: string;
  readonly lastResult: string;
  readonly shards: readonly ShardStatus[];
}

/** How the analyze function does, with its counters of the last 24 hours. */
export type AnalysisStatus = ConsumerStatus & Readonly<Record<AnalysisEnd, number>>;

/** How a pipeline does: its ingest function, its shards, the counters of the last 24 hours, and its analyze function. */
export interface PipelineStatus extends ConsumerStatus, Omit<PipelineTotals, 'shards'> {
  readonly name: string;
  readonly stream: string;
  /** Records that came into the stream: those that the ingest function finished and those that wait for it. */
  readonly recordsIn: number;
  /** How much of it each open shard bears. */
  readonly load: LoadStatus;
  /** Of a pipeline with windows or rules. */
  readonly analysis?: AnalysisStatus;
  /** Those of `consumers/`. */
  readonly consumers: readonly FurtherConsumerStatus[];
}

const DAY_MS = 86_400_000;

/** The services that are asked. */
interface Clients {
  readonly kinesis: KinesisClient;
  readonly lambda: LambdaClient;
  readonly dynamo: DynamoDBClient;
  readonly cloudWatch: CloudWatchClient;
}

/** Looks at each of these pipelines. */
export async function pipelineStatuses(pipelines: readonly Pipeline[]): Promise<PipelineStatus[]> {
  const clients = {
    kinesis: kinesisClient(),
    lambda: new LambdaClient({}),
    dynamo: new DynamoDBClient({}),
    cloudWatch: new CloudWatchClient({}),
  };
  const since = new Date(Date.now() - DAY_MS);
  try {
    return await Promise.all(
      pipelines.map(async (pipeline) => {
        const [{ shards: positions, ...totals }, analysis, consumers] = await Promise.all([
          pipelineTotals(pipeline.name, since),
          pipeline.analysis && analysisStatus(clients, pipeline, since),
          furtherConsumerStatuses(clients, pipeline, new Date()),
        ]);
        const ingest = await consumerStatus(clients, pipeline, 'ingest', positions, since);
        const load = await loadStatus(clients.kinesis, pipeline, positions, ingest.shards);
        return {
          name: pipeline.name,
          stream: pipeline.stream.name,
          ...ingest,
          ...totals,
          load,
          recordsIn: totals.records + ingest.shards.reduce((sum, { waiting }) => sum + waiting, 0),
          ...(analysis && { analysis }),
          consumers,
        };
      }),
    );
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

async function analysisStatus(clients: Clients, pipeline: Pipeline, since: Date): Promise<AnalysisStatus> {
  const functionName = stageNames().analyzeFunction(pipeline.name);
  const hours = hoursBetween(since, new Date());
  const books = await readTallies<AnalysisEnd>(clients.dynamo, stageNames().stateTable, functionName, hours);
  const { applied, duplicate, late, failed, rejected } = sumAnalysisTotals(books, since);
  const status = await consumerStatus(clients, pipeline, 'analyze', books, since);
  return { ...status, applied, duplicate, late, failed, rejected };
}

async function consumerStatus(
  { kinesis, lambda }: Clients,
  { name, stream }: Pipeline,
  consumer: ConsumerName,
  positions: readonly { readonly shard: string; readonly applied: string }[],
  since: Date,
): Promise<ConsumerStatus> {
  const mapping = await findMapping(lambda, stageNames().consumerFunction(name, consumer)).catch(notDeployed);
  return {
    consumer: mapping ? (mapping.State ?? 'unknown') : 'not deployed',
    lastResult: mapping?.LastProcessingResult ?? '',
    shards: mapping ? await shardStatuses(kinesis, stream.name, positions, since) : [],
  };
}

/** A pipeline that was just declared has no mapping yet; that hides nothing of the others. */
function notDeployed(error: unknown): undefined {
  if (error instanceof UserError) return undefined;
  throw error;
}
