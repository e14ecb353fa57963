import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import type { Pipeline } from '../../core/pipeline.ts';
import { deployedFunctions } from '../deployed-functions.ts';
import { stageNames } from '../stage.ts';

/** How a function did in the last 24 hours. */
export interface FunctionStatus {
  readonly name: string;
  readonly invocations: number;
  readonly errors: number;
}

const DAY_MS = 86_400_000;

/** Asks CloudWatch about each function; about that of the webhook, whether it was ever called. */
export async function functionStatuses(
  pipelines: readonly Pipeline[],
  now: Date = new Date(),
): Promise<FunctionStatus[]> {
  const client = new CloudWatchClient({});
  try {
    const all = await Promise.all(
      [...deployedFunctions(pipelines), stageNames().notifyFunction].map(async (name) => ({
        name,
        invocations: await sum(client, name, 'Invocations', now),
        errors: await sum(client, name, 'Errors', now),
      })),
    );
    return all.filter(({ name, invocations }) => name !== stageNames().notifyFunction || invocations > 0);
  } finally {
    client.destroy();
  }
}

async function sum(client: CloudWatchClient, functionName: string, MetricName: string, now: Date): Promise<number> {
  const { Datapoints = [] } = await client.send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/Lambda',
      MetricName,
      Dimensions: [{ Name: 'FunctionName', Value: functionName }],
      StartTime: new Date(now.getTime() - DAY_MS),
      EndTime: new Date(now.getTime() + 60_000),
      Period: 3600,
      Statistics: ['Sum'],
    }),
  );
  return Datapoints.reduce((total, { Sum = 0 }) => total + Sum, 0);
}
