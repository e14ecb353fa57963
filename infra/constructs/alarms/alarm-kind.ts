/**
 * What an alarm is, but for whose metric it watches: data, so that documentation and tests read the same thing that is
 * deployed.
 */
export interface AlarmKind {
  /** `critical`: data are lost or will be, or nobody looks any more. `warning`: somebody should look during the day. */
  readonly severity: 'warning' | 'critical';
  /** Goes off at this value and `above` (so `from` it on), or `below` it. */
  readonly goesOff: 'from' | 'below';
  /** In the unit of the metric. */
  readonly threshold: number;
  /** Seconds over which values are gathered: 10, 20, 30 or a multiple of 60. */
  readonly periodSeconds: number;
  /**
   * Periods that are looked at, 1 or more. All of them together at most a day; seven days where a period is an hour or longer.
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
   */
  readonly periods: number;
  /** How many of them have to breach. @default all */
  readonly breaching?: number;
  /** What a period without values counts as. */
  readonly missing: 'breaching' | 'notBreaching';
  /** What has happened when it goes off, in a sentence. */
  readonly means: string;
}

const documentation = 'docs/alarms.md';

/** What is said of an alarm wherever its state is shown: what it means, and where to read on. */
export function alarmDescription(name: string, { severity, means }: AlarmKind): string {
  return `[${severity}] ${means} ${documentation}#${name}`;
}
