import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Pipeline } from '../../core/pipeline.ts';
import { stageNames } from '../stage.ts';
import type { FunctionFigures } from './samples.ts';

const HOUR_S = 3_600;
const RECENT_MS = 300_000;

/** A figure of a function, and how it is asked for. */
interface Asked {
  readonly functionName: string;
  readonly figure: 'invocations' | 'errors' | 'throttles' | 'bytes' | 'iteratorAgeMs';
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Asks CloudWatch about the functions of a pipeline since the day began. */
export async function functionFigures(
  client: CloudWatchClient,
  { name: pipeline, analysis, pull }: Pick<Pipeline, 'name' | 'analysis' | 'pull'>,
  dayBegan: Date,
  now: Date,
): Promise<FunctionFigures[]> {
  const names = stageNames();
  const readers = [names.ingestFunction(pipeline), ...(analysis ? [names.analyzeFunction(pipeline)] : [])];
  const others = [
    ...(analysis ? [names.sweepFunction(pipeline)] : []),
    ...(pull ? [names.fetchFunction(pipeline)] : []),
  ];
  const functions = [...readers, ...others];
  const sums = [
    ...functions.flatMap(lambdaFigures),
    ...readers.map(
      (functionName): Asked => ({
        functionName,
        figure: 'bytes',
        namespace: names.metricNamespace,
        metric: 'BytesProcessed',
        dimensions: { service: functionName, pipeline },
      }),
    ),
  ];
  const ages = readers.map(
    (functionName): Asked => ({
      functionName,
      figure: 'iteratorAgeMs',
      namespace: 'AWS/Lambda',
      metric: 'IteratorAge',
      dimensions: { FunctionName: functionName },
    }),
  );
  const recent = new Date(now.getTime() - RECENT_MS);
  const [summed, highest] = await Promise.all([
    ask(client, sums, { stat: 'Sum', period: HOUR_S, from: dayBegan, to: now }),
    ask(client, ages, { stat: 'Maximum', period: 60, from: recent, to: now }),
  ]);
  return functions.map((name) => {
    const of = (figure: Asked['figure'], answers: ReadonlyMap<string, readonly number[]>) =>
      answers.get(key(name, figure)) ?? [];
    const sum = (figure: Asked['figure']) => of(figure, summed).reduce((total, value) => total + value, 0);
    const recentAges = of('iteratorAgeMs', highest);
    return {
      name,
      pipeline,
      invocations: sum('invocations'),
      errors: sum('errors'),
      throttles: sum('throttles'),
      ...(of('bytes', summed).length > 0 && { bytes: sum('bytes') }),
      ...(recentAges.length > 0 && { iteratorAgeMs: Math.max(...recentAges) }),
    };
  });
}

function lambdaFigures(functionName: string): Asked[] {
  const of = (figure: Asked['figure'], metric: string): Asked => ({
    functionName,
    figure,
    namespace: 'AWS/Lambda',
    metric,
    dimensions: { FunctionName: functionName },
  });
  return [of('invocations', 'Invocations'), of('errors', 'Errors'), of('throttles', 'Throttles')];
}

/** The values of each figure, one a period. */
async function ask(
  client: CloudWatchClient,
  asked: readonly Asked[],
  { stat, period, from, to }: { stat: string; period: number; from: Date; to: Date },
): Promise<ReadonlyMap<string, readonly number[]>> {
  const queries = asked.map(
    ({ namespace, metric, dimensions }, index): MetricDataQuery => ({
      Id: `m${index}`,
      MetricStat: {
        Metric: {
          Namespace: namespace,
          MetricName: metric,
          Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        },
        Period: period,
        Stat: stat,
      },
    }),
  );
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({
      StartTime: from,
      // What came in this very second is told as well.
      EndTime: new Date(to.getTime() + 60_000),
      MetricDataQueries: queries,
    }),
  );
  return new Map(
    asked.map(({ functionName, figure }, index) => [
      key(functionName, figure),
      MetricDataResults.find(({ Id }) => Id === `m${index}`)?.Values ?? [],
    ]),
  );
}

function key(functionName: string, figure: Asked['figure']): string {
  return `${functionName} ${figure}`;
}
