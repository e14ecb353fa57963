import { describe, expect, it } from 'vitest';
import { caudal } from './support/caudal.ts';

describe('the main job', () => {
  it('ends with one JSON object that adds up, and exits 0 because nothing is lost', async () => {
    const { code, stdout, stderr } = await caudal([
      ...['run', '--rate', '50', '--for', '10s', '--invalid', '10%', '--producers', '2', '--json'],
    ]);
    expect(code, stderr).toBe(0);
    const last = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({
      pipeline: 'sensors',
      sent: 1000,
      duplicate: 0,
      failed: 0,
      inFlight: 0,
      lost: 0,
      health: 'OK',
    });
    expect(last.stored + last.rejected).toBe(1000);
    expect(last.rejected).toBeGreaterThan(50);
    expect(last.latencyMs.p50).toBeGreaterThan(0);
    expect(last.latencyMs.max).toBeGreaterThanOrEqual(last.latencyMs.p99);

    const { analysis, windows, alerts } = last;
    expect(analysis.accepted).toBe(last.stored);
    expect(analysis.applied + analysis.duplicate + analysis.late + analysis.failed).toBe(analysis.accepted);
    expect([analysis.differences, windows.differences, alerts.differences]).toEqual([[], [], []]);
    expect(windows.compared).toBeGreaterThan(0);
    expect(alerts.raised).toBeGreaterThan(0);
    expect(alerts.byRule.map(({ rule }: { rule: string }) => rule)).toContain('high-temperature');
    expect(alerts.latencyMs.measured).toBeGreaterThan(0);
    expect(alerts.latencyMs.p99).toBeGreaterThanOrEqual(alerts.latencyMs.p50);
  });

  it('shows a person what happened and what to type next, of the observatory too', async () => {
    const { code, stdout } = await caudal(['run', 'observatory', '--rate', '50', '--for', '4s']);
    expect(code, stdout).toBe(0);
    const words = ['Ledger', 'lost', 'Cassandra OK', 'aws lambda invoke', './caudal down'];
    for (const said of [...words, 'equal to the reference', 'promedios_30s', 'Alerts', 'p99'])
      expect(stdout).toContain(said);
  });
});
