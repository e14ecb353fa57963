import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { PeriodMetric } from './metrics.ts';

/**
 * The sum of a metric of Keyspaces over all tables and operations of each of these keyspaces: a query, since an expression would
 * have to name every table and operation. One a keyspace, since a query knows no OR, and CloudWatch refuses the alarm.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/metrics-dimensions.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Metrics_Insights_Alarm.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html
 */
export function keyspacesMetrics(
  metricName: 'WriteThrottleEvents' | 'ReadThrottleEvents' | 'UserErrors' | 'ConsumedWriteCapacityUnits',
  keyspaces: readonly string[],
): readonly PeriodMetric[] {
  return keyspaces.map((keyspace) => {
    const expression = `SELECT SUM(${metricName}) FROM "AWS/Cassandra" WHERE Keyspace = '${keyspace}'`;
    return (period) => new cloudwatch.MathExpression({ expression, label: `${keyspace} ${metricName}`, period });
  });
}
