import { type CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { Pipeline } from '../../core/pipeline.ts';
import { findMapping, furtherConsumersOf } from '../consumers.ts';
import { UserError } from '../errors.ts';
import { stageNames } from '../stage.ts';

/** How a consumer of `consumers/` does. It keeps no books, so what is known of it is what Lambda measures. */
export interface FurtherConsumerStatus {
  readonly name: string;
  /** State of the event source mapping: `Enabled`, `Disabled`, on the way, or `not deployed`. */
  readonly consumer: string;
  readonly lastResult: string;
  /** Age of the records of its last batch when they were handed over, in milliseconds; null where it had none for five minutes. */
  readonly iteratorAgeMs: number | null;
}

const LOOK_BACK_MS = 300_000;

/** Asks Lambda and CloudWatch about the consumers that are declared for a pipeline. */
export async function furtherConsumerStatuses(
  { lambda, cloudWatch }: { readonly lambda: LambdaClient; readonly cloudWatch: CloudWatchClient },
  pipeline: Pick<Pipeline, 'name'>,
  now: Date,
): Promise<FurtherConsumerStatus[]> {
  return Promise.all(
    furtherConsumersOf(pipeline).map(async (name) => {
      const functionName = stageNames().consumerFunction(pipeline.name, name);
      const mapping = await findMapping(lambda, functionName).catch((error: unknown) => {
        if (error instanceof UserError) return undefined;
        throw error;
      });
      return {
        name,
        consumer: mapping ? (mapping.State ?? 'unknown') : 'not deployed',
        lastResult: mapping?.LastProcessingResult ?? '',
        iteratorAgeMs: mapping ? await iteratorAge(cloudWatch, functionName, now) : null,
      };
    }),
  );
}

/**
 * The highest age of the last minute that has one.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
async function iteratorAge(client: CloudWatchClient, functionName: string, now: Date): Promise<number | null> {
  const { Datapoints = [] } = await client.send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/Lambda',
      MetricName: 'IteratorAge',
      Dimensions: [{ Name: 'FunctionName', Value: functionName }],
      StartTime: new Date(now.getTime() - LOOK_BACK_MS),
      EndTime: new Date(now.getTime() + 60_000),
      Period: 60,
      Statistics: ['Maximum'],
    }),
  );
  const newest = Datapoints.toSorted((a, b) => (b.Timestamp?.getTime() ?? 0) - (a.Timestamp?.getTime() ?? 0))[0];
  return newest?.Maximum ?? null;
}
