import { CloudWatchClient, type MetricAlarm, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';

/** How an alarm stands. */
export interface AlarmStatus {
  readonly name: string;
  readonly state: 'ALARM' | 'INSUFFICIENT_DATA' | 'OK';
  /** When it came into that state, ISO 8601. */
  readonly since: string;
  /** Why, as CloudWatch says it. */
  readonly reason: string;
  /** `critical`, `warning`, or nothing where its description does not say. */
  readonly severity: string;
  /** What has happened when it goes off. */
  readonly means: string;
  /** Where to read what to do. */
  readonly documentation: string;
}

const DESCRIBED = /^\[(?<severity>\w+)\] (?<means>.*) (?<documentation>\S+)$/s;
const order: Readonly<Record<AlarmStatus['state'], number>> = { ALARM: 0, INSUFFICIENT_DATA: 1, OK: 2 };

/** Reads the alarms whose names begin so: those that are off first, then those without data. */
export async function readAlarms(prefix: string): Promise<AlarmStatus[]> {
  const client = new CloudWatchClient({});
  try {
    const alarms: AlarmStatus[] = [];
    const query = { AlarmNamePrefix: prefix, AlarmTypes: ['MetricAlarm' as const] };
    for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, query)) {
      alarms.push(...MetricAlarms.map(statusOf));
    }
    return alarms.sort((a, b) => order[a.state] - order[b.state] || (a.name < b.name ? -1 : 1));
  } finally {
    client.destroy();
  }
}

function statusOf(alarm: MetricAlarm): AlarmStatus {
  const { AlarmDescription = '' } = alarm;
  const {
    severity = '',
    means = AlarmDescription,
    documentation = '',
  } = DESCRIBED.exec(AlarmDescription)?.groups ?? {};
  return {
    name: alarm.AlarmName ?? '',
    state: alarm.StateValue ?? 'INSUFFICIENT_DATA',
    since: (alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp ?? new Date(0)).toISOString(),
    reason: alarm.StateReason ?? '',
    severity,
    means,
    documentation,
  };
}
