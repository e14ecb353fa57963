import { type CloudWatchClient, GetDashboardCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';

/** Values of a metric of a dashboard, a minute each. */
export interface Drawn {
  /** Namespace, name, and names and values of the dimensions, with spaces between. */
  readonly metric: string;
  readonly values: readonly number[];
}

type Body = { widgets: { properties: { metrics: (string | { stat?: string })[][] } }[] };

/** Asks CloudWatch for all that a dashboard draws, since an instant, as the console does. */
export async function draw(client: CloudWatchClient, name: string, since: Date): Promise<Drawn[]> {
  const { DashboardBody = '' } = await client.send(new GetDashboardCommand({ DashboardName: name }));
  const metrics = (JSON.parse(DashboardBody) as Body).widgets.flatMap(({ properties }) => properties.metrics);
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({
      StartTime: since,
      EndTime: new Date(Date.now() + 60_000),
      ScanBy: 'TimestampAscending',
      MetricDataQueries: metrics.map((metric, index) => {
        const { words, stat } = parts(metric);
        const [Namespace, MetricName, ...named] = words;
        const Dimensions = named.flatMap((Name, at) => (at % 2 === 0 ? [{ Name, Value: named[at + 1] }] : []));
        return {
          Id: `m${index}`,
          MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: 60, Stat: stat },
        };
      }),
    }),
  );
  return metrics.map((metric, index) => ({
    metric: parts(metric).words.join(' '),
    values: MetricDataResults.find(({ Id }) => Id === `m${index}`)?.Values ?? [],
  }));
}

/** A metric of a widget is an array of words, and perhaps its options in the end. */
function parts(metric: readonly (string | { stat?: string })[]): { words: string[]; stat: string } {
  const options = metric.find((part) => typeof part === 'object');
  return { words: metric.filter((part) => typeof part === 'string'), stat: options?.stat ?? 'Average' };
}
