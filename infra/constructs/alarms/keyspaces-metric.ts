import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { PeriodMetric } from './metrics.ts';

/**
 * The sum of a metric of Keyspaces over all tables and operations of keyspaces: a query, since an expression would have to name
 * every one of them.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/metrics-dimensions.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Metrics_Insights_Alarm.html
 */
export function keyspacesMetric(
  metricName: 'WriteThrottleEvents' | 'ReadThrottleEvents' | 'UserErrors' | 'ConsumedWriteCapacityUnits',
  keyspaces: readonly string[],
): PeriodMetric {
  const where = keyspaces.map((keyspace) => `Keyspace = '${keyspace}'`).join(' OR ');
  const expression = `SELECT SUM(${metricName}) FROM "AWS/Cassandra" WHERE ${where}`;
  return (period) => new cloudwatch.MathExpression({ expression, label: metricName, period });
}
