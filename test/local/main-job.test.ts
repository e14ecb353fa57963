import { describe, expect, it } from 'vitest';
import { caudal } from './support/caudal.ts';

describe('the main job', () => {
  it('ends with one JSON object that adds up, and exits 0 because nothing is lost', async () => {
    const { code, stdout, stderr } = await caudal([
      ...['run', 'sensors', '--rate', '50', '--for', '10s', '--invalid', '10%', '--producers', '2', '--json'],
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
  });

  it('shows a person what happened and what to type next', async () => {
    const { code, stdout } = await caudal(['run', '--rate', '20', '--for', '3s']);
    expect(code).toBe(0);
    for (const words of ['Ledger', 'lost', 'Cassandra OK', 'aws lambda invoke', './caudal down'])
      expect(stdout).toContain(words);
  });
});
