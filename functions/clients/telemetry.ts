import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { MetricUnit } from '../../core/metrics/metric.ts';
import { type OwnMetric, ownMetrics } from '../../core/metrics/own-metrics.ts';
import { stageNames } from './stage.ts';

/** Writes lines of the log, JSON each. Never to be given a payload. */
export type WriteLog = (level: 'info' | 'warn' | 'error', message: string, fields: object) => void;

/** Takes figures of an invocation until they are published. */
export interface FigureWriter {
  /** Adds a value, or several of one metric: a distribution, of which CloudWatch keeps every value. */
  add(metric: OwnMetric, values: number | readonly number[]): void;
  /** Writes what was added to the log, in the embedded metric format. To be called once an invocation. */
  publish(): void;
}

/** Opens the log of a function. */
export function openLog(functionName: string): WriteLog {
  const logger = new Logger({ serviceName: functionName });
  return (level, message, fields) => logger[level](message, { ...fields });
}

/**
 * Opens the metrics of a function, in the namespace of the deployment, with its name as `service` beside the dimensions
 * given. A document of the embedded metric format takes 100 values of a metric, so Powertools writes longer distributions
 * as several.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function openFigures(functionName: string, dimensions: Readonly<Record<string, string>> = {}): FigureWriter {
  const metrics = new Metrics({
    namespace: stageNames(process.env).metricNamespace,
    serviceName: functionName,
    defaultDimensions: { ...dimensions },
  });
  const addAll = (metric: OwnMetric, unit: MetricUnit, values: readonly number[]): void => {
    for (const value of values) metrics.addMetric(metric, unit, value);
  };
  return {
    add: (metric, values) => addAll(metric, ownMetrics[metric].unit, typeof values === 'number' ? [values] : values),
    publish: () => metrics.publishStoredMetrics(),
  };
}
