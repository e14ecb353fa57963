import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { AnalyzeNumbers } from './report.ts';

/** Writes the numbers of a batch as one EMF document. */
export function addNumbers(metrics: Metrics, numbers: AnalyzeNumbers): void {
  const counts = {
    EventsApplied: numbers.applied,
    EventsDuplicate: numbers.duplicate,
    EventsLate: numbers.late,
    EventsFailed: numbers.failedEvents,
    RecordsFailed: numbers.failedRecords,
    WindowResults: numbers.results,
    AlertsPublished: numbers.alertLatencies.length,
    OutputsRefused: numbers.refused,
    StateWrites: numbers.stateWrites,
    IdsOverflowed: numbers.idsOverflowed,
    PartsReset: numbers.partsReset,
  };
  for (const [name, value] of Object.entries(counts)) metrics.addMetric(name, MetricUnit.Count, value);
  metrics.addMetric('LargestState', MetricUnit.Bytes, numbers.largestState);
  for (const ms of numbers.alertLatencies) metrics.addMetric('AlertLatency', MetricUnit.Milliseconds, ms);
  // Only of pipelines that decide: CloudWatch bills each metric that there is.
  if (numbers.decisionLatencies.length > 0)
    metrics.addMetric('DecisionsPublished', MetricUnit.Count, numbers.decisionLatencies.length);
  for (const ms of numbers.decisionLatencies) metrics.addMetric('DecisionLatency', MetricUnit.Milliseconds, ms);
  metrics.publishStoredMetrics();
}
