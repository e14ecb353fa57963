import { MAX_RECORD_AGE_HOURS } from '../../../core/record-age.ts';
import type { AlarmKind } from './alarm-kind.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The alarms that each pipeline has, by name. Their threshold, period and delay are what a team may want to move. */
export const pipelineAlarmKinds = {
  'iterator-age': {
    severity: 'warning',
    goesOff: 'from',
    threshold: 15 * MINUTE_MS,
    periodSeconds: 60,
    periods: 5,
    missing: 'notBreaching',
    means: 'A function has been 15 minutes or more behind its stream for 5 minutes.',
  },
  'iterator-age-critical': {
    severity: 'critical',
    goesOff: 'from',
    threshold: (MAX_RECORD_AGE_HOURS / 2) * HOUR_MS,
    periodSeconds: 60,
    periods: 5,
    missing: 'notBreaching',
    means: `A function is ${MAX_RECORD_AGE_HOURS / 2} hours behind its stream, half of the age at which its mapping gives records up.`,
  },
  'failing-records': {
    severity: 'warning',
    goesOff: 'from',
    threshold: 1,
    periodSeconds: 300,
    periods: 3,
    missing: 'notBreaching',
    means: 'Batches have failed for 15 minutes, so that the stream delivers them again and again.',
  },
  'failed-batches': {
    severity: 'critical',
    goesOff: 'from',
    threshold: 1,
    periodSeconds: 300,
    periods: 1,
    missing: 'notBreaching',
    means: 'A mapping has given records up.',
  },
  'rejected-share': {
    severity: 'warning',
    goesOff: 'from',
    threshold: 5,
    periodSeconds: 300,
    periods: 3,
    breaching: 2,
    missing: 'notBreaching',
    means: 'Of the records that came in, 5 % or more are no valid event, in 10 of 15 minutes.',
  },
  errors: {
    severity: 'warning',
    goesOff: 'from',
    threshold: 1,
    periodSeconds: 300,
    periods: 3,
    breaching: 2,
    missing: 'notBreaching',
    means: 'A function has thrown, run out of time or died, in 2 of 3 periods of 5 minutes.',
  },
  throttles: {
    severity: 'warning',
    goesOff: 'from',
    threshold: 1,
    periodSeconds: 300,
    periods: 3,
    breaching: 2,
    missing: 'notBreaching',
    means: 'Lambda has refused to run a function for want of concurrency, in 2 of 3 periods of 5 minutes.',
  },
  'stream-throttles': {
    severity: 'warning',
    goesOff: 'from',
    threshold: 1,
    periodSeconds: 300,
    periods: 3,
    breaching: 2,
    missing: 'notBreaching',
    means:
      'The stream has refused records, which producers have to send again: its shards are too few or one of them is hot.',
  },
  'shard-skew': {
    severity: 'warning',
    goesOff: 'from',
    threshold: 1.8,
    // As often as it is measured, and each value is of five minutes itself.
    periodSeconds: 300,
    periods: 3,
    breaching: 2,
    missing: 'notBreaching',
    means:
      'The busiest shard has borne 1.8 times its part or more, in 10 of 15 minutes: the stream is full at 56 % of what it could take.',
  },
} as const satisfies Readonly<Record<string, AlarmKind>>;

/** Definitions of the alarms of a pipeline. */
export type PipelineAlarmKinds = Readonly<Record<keyof typeof pipelineAlarmKinds, AlarmKind>>;
