import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { names } from '../core/names.ts';
import type { HealthReport } from '../functions/check-health/report.ts';
import { UserError } from './errors.ts';
import { coloured, table } from './output.ts';

/** Invokes the health check and gives its report. @throws {UserError} when the function fails */
export async function runHealthCheck(): Promise<HealthReport> {
  const client = new LambdaClient({});
  try {
    const { Payload, FunctionError } = await client.send(
      new InvokeCommand({ FunctionName: names.healthFunction, Payload: JSON.stringify({ trigger: 'manual' }) }),
    );
    const text = Buffer.from(Payload ?? []).toString();
    if (FunctionError)
      throw new UserError(`${names.healthFunction} failed: ${text}`, { hint: './caudal logs check-health' });
    return JSON.parse(text) as HealthReport;
  } finally {
    client.destroy();
  }
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
