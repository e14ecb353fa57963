import type { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { OwnMetric } from '../../../core/metrics/own-metrics.ts';

/** A metric, gathered over a period. */
export type PeriodMetric = (period: Duration) => cloudwatch.IMetric;

/** How the values of a period are put together. */
export type Statistic = 'Sum' | 'Maximum' | 'p50' | 'p99';

/** Most metrics that an expression of an alarm may name. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html */
const MOST_METRICS = 10;

/** A metric of Lambda's, of one function. @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export function functionMetric(
  functionName: string,
  metricName: 'Errors' | 'Throttles' | 'IteratorAge',
  statistic: Statistic,
): PeriodMetric {
  return metricOf('AWS/Lambda', metricName, { FunctionName: functionName }, statistic);
}

/**
 * Records that an event source mapping has given up: brought to its destination, or not even that.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html#event-source-mapping-metrics
 */
export function givenUpMetrics(mappingId: string): readonly PeriodMetric[] {
  return ['OnFailureDestinationDeliveredEventCount', 'DroppedEventCount'].map((metricName) =>
    metricOf('AWS/Lambda', metricName, { EventSourceMappingUUID: mappingId }, 'Sum'),
  );
}

/** A metric of a stream. @see https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html */
export function streamMetric(streamName: string, metricName: string): PeriodMetric {
  return metricOf('AWS/Kinesis', metricName, { StreamName: streamName }, 'Sum');
}

/** Messages that lie in a queue. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export function queueMetric(queueName: string): PeriodMetric {
  return metricOf('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: queueName }, 'Maximum');
}

/** A metric that our functions write. @param namespace of the stage @param pipeline of a function that has one */
export function ownMetric(
  namespace: string,
  functionName: string,
  metricName: OwnMetric,
  pipeline: string | undefined,
  statistic: Statistic = 'Sum',
): PeriodMetric {
  const dimensions = { service: functionName, ...(pipeline !== undefined && { pipeline }) };
  return metricOf(namespace, metricName, dimensions, statistic);
}

/** The sum of metrics; several where there are more than an alarm may name. */
export function sumOf(metrics: readonly PeriodMetric[]): readonly PeriodMetric[] {
  return combined('SUM', metrics);
}

/** The highest of metrics, likewise. */
export function highestOf(metrics: readonly PeriodMetric[]): readonly PeriodMetric[] {
  return combined('MAX', metrics);
}

/** `part` in percent of `part` and `rest`; 0 where both are under `least`, since of a few records any share is chance. */
export function shareOf(part: PeriodMetric, rest: PeriodMetric, least: number): PeriodMetric {
  return (period) =>
    new cloudwatch.MathExpression({
      expression: `IF(part + rest >= ${least}, 100 * part / (part + rest), 0)`,
      usingMetrics: { part: part(period), rest: rest(period) },
      period,
    });
}

function combined(how: 'SUM' | 'MAX', metrics: readonly PeriodMetric[]): readonly PeriodMetric[] {
  return Array.from({ length: Math.ceil(metrics.length / MOST_METRICS) }, (_, tenth) => {
    const some = metrics.slice(tenth * MOST_METRICS, (tenth + 1) * MOST_METRICS);
    const [only] = some;
    if (some.length === 1 && only !== undefined) return only;
    return (period: Duration) =>
      new cloudwatch.MathExpression({
        expression: `${how}(METRICS())`,
        usingMetrics: Object.fromEntries(some.map((metric, index) => [`m${index}`, metric(period)])),
        period,
      });
  });
}

function metricOf(
  namespace: string,
  metricName: string,
  dimensionsMap: Record<string, string>,
  statistic: Statistic,
): PeriodMetric {
  return (period) => new cloudwatch.Metric({ namespace, metricName, dimensionsMap, statistic, period });
}
