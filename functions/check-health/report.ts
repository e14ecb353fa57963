import { asError } from '../clients/aws-errors.ts';

type HealthStatus = 'OK' | 'FAILED';

/** What a check found, after all its tries. */
export interface CheckResult {
  readonly name: string;
  /** Where the check is about one pipeline. */
  readonly pipeline?: string;
  readonly status: HealthStatus;
  readonly durationMs: number;
  /** Tries it took, 1 or more. */
  readonly attempts: number;
  /** For people: what was found, and what to do where it is not well. */
  readonly message: string;
}

/** A run of all checks. */
export interface HealthReport {
  /** ISO 8601. */
  readonly startedAt: string;
  /** OK where every check is. */
  readonly status: HealthStatus;
  readonly durationMs: number;
  /** `schedule`, `manual`, or what the caller said. */
  readonly trigger: string;
  readonly checks: readonly CheckResult[];
}

/** Partition of all reports: one Query reads them in order of time. */
export const REPORT_SCOPE = 'caudal';

/** How long a report is kept. */
const KEPT_SECONDS = 90 * 86_400;

/** A report as it lies in `caudal-health-checks`. */
export interface HealthItem {
  /** Partition key. */
  readonly scope: string;
  /** Sort key. */
  readonly started_at: string;
  readonly status: HealthStatus;
  readonly duration_ms: number;
  readonly trigger: string;
  readonly checks: readonly (Omit<CheckResult, 'durationMs'> & { readonly duration_ms: number })[];
  /** Seconds since the epoch, for DynamoDB's TTL. */
  readonly expires_at: number;
}

/** The report as an item. */
export function toItem({ startedAt, status, durationMs, trigger, checks }: HealthReport): HealthItem {
  return {
    scope: REPORT_SCOPE,
    started_at: startedAt,
    status,
    duration_ms: durationMs,
    trigger,
    checks: checks.map(({ durationMs: duration_ms, ...check }) => ({ ...check, duration_ms })),
    expires_at: Math.floor(Date.parse(startedAt) / 1000) + KEPT_SECONDS,
  };
}

/** The item as a report. */
export function fromItem({ started_at, status, duration_ms, trigger, checks }: HealthItem): HealthReport {
  return {
    startedAt: started_at,
    status,
    durationMs: duration_ms,
    trigger,
    checks: checks.map(({ duration_ms: durationMs, ...check }) => ({ ...check, durationMs })),
  };
}

/** The checks that failed, in a sentence each. */
export function failures({ checks }: HealthReport): string[] {
  return checks
    .filter(({ status }) => status === 'FAILED')
    .map(({ name, pipeline, message }) => `${pipeline ? `${name} (${pipeline})` : name}: ${message}`);
}

/** The message of a check that threw. */
export function thrownMessage(thrown: unknown): string {
  const { name, message } = asError(thrown);
  return `${name}: ${message}`;
}
