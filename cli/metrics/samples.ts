import type { AnalysisEnd } from '../../core/analysis/batch/books.ts';
import { latencyBoundsMs } from '../../core/state/histogram.ts';
import type { MinuteTotals } from '../../core/state/totals.ts';
import type { AlarmStatus } from '../alarms/read-alarms.ts';
import type { MetricSample } from './families.ts';

const states = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;
const MS = 1_000;

/** What CloudWatch knows of a function today; nothing where it was never invoked. */
export interface FunctionFigures {
  readonly name: string;
  readonly pipeline: string;
  readonly invocations: number;
  readonly errors: number;
  readonly throttles: number;
  /** In the last five minutes. */
  readonly iteratorAgeMs?: number;
  readonly bytes?: number;
}

/** Samples of the books of ingest. */
export function ingestSamples(pipeline: string, { stored, rejected, records, latency }: MinuteTotals): MetricSample[] {
  const outcome = (name: string, value: number): MetricSample => ({
    family: 'caudal_records_total',
    labels: { pipeline, outcome: name },
    value,
  });
  let below = 0;
  const family = 'caudal_arrival_to_row_seconds';
  const buckets = latencyBoundsMs.map((bound, index): MetricSample => {
    below += latency[index] ?? 0;
    return { family, suffix: '_bucket', labels: { pipeline, le: String(bound / MS) }, value: below };
  });
  return [
    outcome('stored', stored),
    outcome('rejected', rejected),
    ...buckets,
    { family, suffix: '_bucket', labels: { pipeline, le: '+Inf' }, value: records },
    { family, suffix: '_count', labels: { pipeline }, value: records },
  ];
}

/** Samples of the books of analyze. */
export function analysisSamples(pipeline: string, ends: Readonly<Record<AnalysisEnd, number>>): MetricSample[] {
  return (['applied', 'duplicate', 'late', 'failed'] as const).map((outcome) => ({
    family: 'caudal_analysis_events_total',
    labels: { pipeline, outcome },
    value: ends[outcome],
  }));
}

/** Samples of a function. */
export function functionSamples({ name, pipeline, ...figures }: FunctionFigures): MetricSample[] {
  const labels = { pipeline, function: name };
  return [
    { family: 'caudal_function_invocations_total', labels, value: figures.invocations },
    { family: 'caudal_function_errors_total', labels, value: figures.errors },
    { family: 'caudal_function_throttles_total', labels, value: figures.throttles },
    ...(figures.bytes === undefined
      ? []
      : [{ family: 'caudal_processed_bytes_total', labels, value: figures.bytes } as const]),
    ...(figures.iteratorAgeMs === undefined
      ? []
      : [{ family: 'caudal_iterator_age_seconds', labels, value: figures.iteratorAgeMs / MS } as const]),
  ];
}

/** Samples of an alarm: one a state, as an enumeration is told to Prometheus. */
export function alarmSamples({ name: alarm, severity, state }: AlarmStatus): MetricSample[] {
  return states.map((one) => ({
    family: 'caudal_alarm_state',
    labels: { alarm, severity, state: one },
    value: one === state ? 1 : 0,
  }));
}
