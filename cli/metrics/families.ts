/** A family of metrics as Prometheus knows it. */
export interface MetricFamily {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
}

/**
 * What `caudal metrics` prints, by name. Counters count the day (UTC): at midnight they begin anew, which `rate()` and
 * `increase()` take for a restart.
 */
export const metricFamilies = {
  caudal_records_total: {
    type: 'counter',
    help: 'Records that ingest has finished today, by outcome: stored, rejected',
  },
  caudal_analysis_events_total: {
    type: 'counter',
    help: 'Events that windows and rules have finished today, by outcome: applied, duplicate, late, failed',
  },
  caudal_arrival_to_row_seconds: {
    type: 'histogram',
    help: 'From the arrival of a record in the stream to its row, today',
  },
  caudal_processed_bytes_total: { type: 'counter', help: 'Payload bytes that a function has finished today' },
  caudal_function_invocations_total: { type: 'counter', help: 'Invocations of a function today' },
  caudal_function_errors_total: { type: 'counter', help: 'Invocations of a function that failed today' },
  caudal_function_throttles_total: { type: 'counter', help: 'Invocations of a function that Lambda refused today' },
  caudal_iterator_age_seconds: {
    type: 'gauge',
    help: 'Age of the last record of a batch when its function was given it, at most, in the last five minutes',
  },
  caudal_alarm_state: {
    type: 'gauge',
    help: '1 for the state that an alarm is in: OK, ALARM, INSUFFICIENT_DATA; 0 for others',
  },
} as const satisfies Readonly<Record<string, MetricFamily>>;

/** Name of a family. */
export type FamilyName = keyof typeof metricFamilies;

/** A value of a family. */
export interface MetricSample {
  readonly family: FamilyName;
  /** Of a histogram: which of its series. @default '' */
  readonly suffix?: '_bucket' | '_count';
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}
