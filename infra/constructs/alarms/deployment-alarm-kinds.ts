import type { AlarmKind } from './alarm-kind.ts';

/** The alarms that a deployment has once, by name. */
export const deploymentAlarmKinds = {
  'no-health-report': {
    severity: 'critical',
    goesOff: 'below',
    threshold: 1,
    // Over an hour each, so that more than a day can be looked at: the check runs every 24 hours.
    periodSeconds: 3_600,
    periods: 26,
    missing: 'breaching',
    means: 'No health report was written in the last 26 hours: nobody looks whether all is well.',
  },
  'keyspaces-write-throttles': {
    severity: 'warning',
    goesOff: 'from',
    threshold: 1,
    periodSeconds: 300,
    periods: 3,
    breaching: 2,
    missing: 'notBreaching',
    means: 'Keyspaces has refused writes for want of capacity, in 2 of 3 periods of 5 minutes.',
  },
  'keyspaces-read-throttles': {
    severity: 'warning',
    goesOff: 'from',
    threshold: 1,
    periodSeconds: 300,
    periods: 3,
    breaching: 2,
    missing: 'notBreaching',
    means: 'Keyspaces has refused reads for want of capacity, in 2 of 3 periods of 5 minutes.',
  },
  'keyspaces-user-errors': {
    severity: 'warning',
    goesOff: 'from',
    threshold: 1,
    periodSeconds: 300,
    periods: 1,
    missing: 'notBreaching',
    means: 'Keyspaces has refused a statement as invalid.',
  },
  'dead-letters': {
    severity: 'critical',
    goesOff: 'from',
    threshold: 1,
    periodSeconds: 300,
    periods: 1,
    missing: 'notBreaching',
    means: 'An alert or a health check could not be delivered and lies in a queue.',
  },
} as const satisfies Readonly<Record<string, AlarmKind>>;

/** Definitions of the alarms of a deployment. */
export type DeploymentAlarmKinds = Readonly<Record<keyof typeof deploymentAlarmKinds, AlarmKind>>;
