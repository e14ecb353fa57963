import type { MetricDefinition } from './metric.ts';

const batches = ['ingest', 'analyze', 'consume'] as const;

/**
 * Every metric that the functions write, by its name in CloudWatch: the one list from which handlers take units, and
 * dashboards, `caudal metrics` and the documentation what there is. Counts are of one batch or run each, so their sum over a
 * period is what happened in it; latencies are one value each, so percentiles are those of records.
 */
export const ownMetrics = {
  EventsStored: { unit: 'Count', by: ['ingest'], says: 'Events whose rows were written' },
  EventsRejected: { unit: 'Count', by: ['ingest', 'consume'], says: 'Records that are no valid event' },
  RecordsFailed: { unit: 'Count', by: batches, says: 'Records of failed batches, which the stream delivers again' },
  BytesProcessed: { unit: 'Bytes', by: batches, says: 'Payload bytes of the records that the function is done with' },
  EndToEndLatency: {
    unit: 'Milliseconds',
    by: batches,
    says: 'From the arrival of a record in the stream until the function was done with it',
  },
  EventsHandled: { unit: 'Count', by: ['consume'], says: 'Events that a further consumer has taken' },
  EventsApplied: { unit: 'Count', by: ['analyze'], says: 'Events that windows and rules have taken in' },
  EventsDuplicate: { unit: 'Count', by: ['analyze'], says: 'Events that were applied before' },
  EventsLate: { unit: 'Count', by: ['analyze'], says: 'Events that came after their windows had closed' },
  EventsFailed: { unit: 'Count', by: ['analyze'], says: 'Events over which a rule or the bound of the state failed' },
  WindowResults: { unit: 'Count', by: ['analyze'], says: 'Results of windows written, revisions included' },
  AlertsPublished: { unit: 'Count', by: ['analyze', 'sweep'], says: 'Alerts brought to the bus' },
  AlertLatency: {
    unit: 'Milliseconds',
    by: ['analyze'],
    says: 'From the arrival of the event that raised an alert to the bus',
  },
  DecisionsPublished: { unit: 'Count', by: ['analyze'], says: 'Decisions brought to the bus' },
  DecisionLatency: {
    unit: 'Milliseconds',
    by: ['analyze'],
    says: 'From the arrival of an event to its decision on the bus',
  },
  OutputsRefused: {
    unit: 'Count',
    by: ['analyze', 'sweep'],
    says: 'Rows, alerts and decisions that a table or the bus will never take',
  },
  OutputsRepublished: { unit: 'Count', by: ['sweep'], says: 'Outputs that a crash had left behind, brought out again' },
  StateWrites: { unit: 'Count', by: ['analyze'], says: 'Conditional writes of keyed state' },
  LargestState: {
    unit: 'Bytes',
    by: ['analyze'],
    says: 'Size of the largest state written in a batch; the bound is 64 KB',
  },
  IdsOverflowed: { unit: 'Count', by: ['analyze'], says: 'Event ids forgotten before their time, for want of room' },
  PartsReset: {
    unit: 'Count',
    by: ['analyze'],
    says: 'Windows and rules whose state began anew, their definition having changed',
  },
  ItemsDue: { unit: 'Count', by: ['sweep'], says: 'Items that time had come for' },
  ItemsFailed: { unit: 'Count', by: ['sweep'], says: 'Items that the next sweep has to come to again' },
  WindowsClosed: { unit: 'Count', by: ['sweep'], says: 'Results of windows that went out as final' },
  AppliedLag: {
    unit: 'Milliseconds',
    by: ['sweep'],
    says: 'How long ago the first record arrived that is not applied',
  },
  FetchRecords: { unit: 'Count', by: ['fetch'], says: 'Records put into the stream by a run' },
  FetchRunsFailed: { unit: 'Count', by: ['fetch'], says: 'Runs that failed' },
  FetchRunsMissed: { unit: 'Count', by: ['fetch'], says: 'Runs that the schedule asked for and that never began' },
  FetchRunsFromFallback: {
    unit: 'Count',
    by: ['fetch'],
    says: 'Runs whose source did not answer, so that data were generated',
  },
  FetchDuration: { unit: 'Milliseconds', by: ['fetch'], says: 'Duration of a run' },
  HealthReports: {
    unit: 'Count',
    by: ['check-health'],
    says: 'Health reports stored; none in a day and an alarm goes off',
  },
  HealthChecksFailed: { unit: 'Count', by: ['check-health'], says: 'Checks of a run that failed' },
  ShardSkew: {
    unit: 'None',
    by: ['measure-load'],
    says: 'Load of the busiest shard over what each would bear if all bore the same: 1 is even',
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

/** Name of a metric. */
export type OwnMetric = keyof typeof ownMetrics;
