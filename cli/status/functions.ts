import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { names } from '../../core/names.ts';
import { pipelines } from '../../pipelines/index.ts';

/** How a function did in the last 24 hours. */
export interface FunctionStatus {
  readonly name: string;
  readonly invocations: number;
  readonly errors: number;
}

const DAY_MS = 86_400_000;

/** Asks CloudWatch about each function. */
export async function functionStatuses(now: Date = new Date()): Promise<FunctionStatus[]> {
  const client = new CloudWatchClient({});
  const all = [...pipelines.map(({ name }) => names.ingestFunction(name)), names.produceFunction, names.healthFunction];
  try {
    return await Promise.all(
      all.map(async (name) => ({
        name,
        invocations: await sum(client, name, 'Invocations', now),
        errors: await sum(client, name, 'Errors', now),
      })),
    );
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
