import type { BusEvent } from '../clients/alerts.ts';
import { asError } from '../clients/aws-errors.ts';
import type { Clock } from '../clients/clock.ts';
import { type Check, runCheck } from './check.ts';
import { failures, type HealthReport, thrownMessage } from './report.ts';
import type { HealthSettings } from './settings.ts';

/** What a health check needs of the world. */
export interface HealthPorts {
  readonly checks: readonly Check[];
  readonly store: (report: HealthReport) => Promise<void>;
  readonly alert: (alert: BusEvent) => Promise<void>;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/**
 * Runs all checks at once, keeps the report, and raises an alert where something is wrong. A report that can't be kept
 * is such a thing too: it is alerted first, then thrown, so that Lambda and EventBridge see a failure as well.
 *
 * @returns the report, whether OK or FAILED
 * @throws {Error} when the report could not be stored or the alert not be sent
 */
export async function checkHealth(settings: HealthSettings, ports: HealthPorts): Promise<HealthReport> {
  const { clock, random } = ports;
  const startedAt = clock.now();
  const checks = await Promise.all(
    ports.checks.map((check) => runCheck(check, { attempts: settings.attempts, clock, random })),
  );
  const report: HealthReport = {
    startedAt: new Date(startedAt).toISOString(),
    status: checks.every(({ status }) => status === 'OK') ? 'OK' : 'FAILED',
    durationMs: clock.now() - startedAt,
    trigger: settings.trigger,
    checks,
  };
  const storing = await ports.store(report).then(
    () => undefined,
    (thrown: unknown) => thrown ?? new Error('unknown'),
  );
  const reasons = [...failures(report), ...(storing ? [`the report was not stored: ${thrownMessage(storing)}`] : [])];
  if (reasons.length > 0) {
    const { status, trigger, durationMs } = report;
    const detail = { status, startedAt: report.startedAt, durationMs, trigger, reasons };
    await ports.alert({ source: 'caudal.health', detailType: 'Health check failed', detail });
  }
  if (storing) throw asError(storing);
  return report;
}
