import type { HealthReport } from '../functions/check-health/report.ts';
import { invokeFunction } from './invoke.ts';
import { coloured, table } from './output.ts';
import { stageNames } from './stage.ts';

/** Invokes the health check and gives its report. @throws {UserError} when the function fails */
export function runHealthCheck(): Promise<HealthReport> {
  return invokeFunction(stageNames().healthFunction, { trigger: 'manual' }, { hint: './caudal logs check-health' });
}

/** A report as text: the verdict, then a line a check. */
export function healthText(report: HealthReport): string {
  const verdict = coloured(report.status === 'OK' ? 'green' : 'red', report.status);
  const rows = report.checks.map((check) => [
    coloured(check.status === 'OK' ? 'green' : 'red', check.status),
    check.pipeline ? `${check.name} ${check.pipeline}` : check.name,
    `${check.durationMs} ms`,
    check.message,
  ]);
  return `${verdict}  ${report.startedAt}  ${report.durationMs} ms\n${table(['', 'check', 'took', 'message'], rows)}`;
}
