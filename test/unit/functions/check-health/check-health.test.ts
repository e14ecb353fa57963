import { describe, expect, test } from 'vitest';
import type { Check, Finding } from '../../../../functions/check-health/check.ts';
import { checkHealth, type HealthPorts } from '../../../../functions/check-health/check-health.ts';
import { fromItem, type HealthReport, toItem } from '../../../../functions/check-health/report.ts';
import { healthSettings } from '../../../../functions/check-health/settings.ts';
import type { BusEvent } from '../../../../functions/clients/alerts.ts';
import { FakeClock } from '../support/fake-clock.ts';

const settings = healthSettings({ trigger: 'test' }, {});

/** A check that finds these, one a try; an error is thrown. */
function check(name: string, ...findings: (Finding | Error)[]): Check {
  let tries = 0;
  return {
    name,
    async look() {
      const finding = findings[Math.min(tries, findings.length - 1)];
      tries += 1;
      if (finding instanceof Error) throw finding;
      return finding ?? { ok: true, message: 'fine' };
    },
  };
}

const good = { ok: true, message: 'fine' };
const bad = { ok: false, message: 'gone' };

function world(checks: readonly Check[], over: Partial<HealthPorts> = {}) {
  const stored: HealthReport[] = [];
  const alerts: BusEvent[] = [];
  const clock = new FakeClock();
  const ports: HealthPorts = {
    checks,
    store: async (report) => void stored.push(report),
    alert: async (alert) => void alerts.push(alert),
    // Time-outs never come here: sleeping moves this clock at once, so only short sleeps are let through.
    clock: {
      now: () => clock.now(),
      sleep: (ms, signal) => (ms >= 20_000 ? new Promise(() => undefined) : clock.sleep(ms, signal)),
    },
    random: () => 0.5,
    ...over,
  };
  return { run: () => checkHealth(settings, ports), stored, alerts, clock };
}

describe('checkHealth', () => {
  test('all well: a report, no alert', async () => {
    const { run, stored, alerts } = world([
      check('cassandra', good),
      { ...check('stream', good), pipeline: 'sensors' },
    ]);
    const report = await run();
    expect(report).toEqual({
      startedAt: '2026-01-01T00:00:00.000Z',
      status: 'OK',
      durationMs: 0,
      trigger: 'test',
      checks: [
        { name: 'cassandra', status: 'OK', durationMs: 0, attempts: 1, message: 'fine' },
        { name: 'stream', pipeline: 'sensors', status: 'OK', durationMs: 0, attempts: 1, message: 'fine' },
      ],
    });
    expect(stored).toEqual([report]);
    expect(alerts).toEqual([]);
  });

  test('tries again before it judges, and does wait between', async () => {
    const { run, alerts, clock } = world([check('cassandra', new Error('refused'), bad, good)]);
    expect((await run()).checks).toMatchObject([{ status: 'OK', attempts: 3, durationMs: 375 }]);
    expect(clock.sleeps).toEqual([125, 250]);
    expect(alerts).toEqual([]);
  });

  test('a check that fails three times makes the report FAILED and raises an alert', async () => {
    const { run, alerts } = world([check('cassandra', good), { ...check('stream', bad), pipeline: 'sensors' }]);
    expect(await run()).toMatchObject({ status: 'FAILED' });
    expect(alerts).toMatchObject([
      {
        source: 'caudal.health',
        detailType: 'Health check failed',
        detail: { status: 'FAILED', trigger: 'test', reasons: ['stream (sensors): gone'] },
      },
    ]);
  });

  test('a check that throws has failed, with its message; the others are run all the same', async () => {
    const { run } = world([check('stream', new TypeError('boom')), check('cassandra', good)]);
    expect((await run()).checks).toMatchObject([
      { name: 'stream', status: 'FAILED', attempts: 3, message: 'TypeError: boom' },
      { name: 'cassandra', status: 'OK' },
    ]);
  });

  test('a check that hangs has failed', async () => {
    const hanging: Check = { name: 'stream', look: () => new Promise(() => undefined) };
    const { run } = world([hanging], { clock: new FakeClock() });
    expect((await run()).checks).toMatchObject([{ status: 'FAILED', message: 'no answer within 20 s' }]);
  });

  test('a report that can’t be stored is alerted and then thrown', async () => {
    const store = async (): Promise<never> => {
      throw new Error('table is gone');
    };
    const { run, alerts } = world([check('cassandra', good)], { store });
    await expect(run()).rejects.toThrow('table is gone');
    expect(alerts).toMatchObject([{ detail: { reasons: ['the report was not stored: Error: table is gone'] } }]);
  });

  test('an alert that can’t be sent is thrown, after the report was stored', async () => {
    const alert = async (): Promise<never> => {
      throw new Error('bus is gone');
    };
    const { run, stored } = world([check('cassandra', bad)], { alert });
    await expect(run()).rejects.toThrow('bus is gone');
    expect(stored).toHaveLength(1);
  });
});

test('a report goes into the table and comes back', async () => {
  const report = await world([{ ...check('stream', good), pipeline: 'sensors' }]).run();
  const item = toItem(report);
  expect(item).toMatchObject({
    scope: 'caudal',
    started_at: '2026-01-01T00:00:00.000Z',
    duration_ms: 0,
    checks: [{ name: 'stream', pipeline: 'sensors', duration_ms: 0 }],
    expires_at: Date.parse('2026-04-01T00:00:00Z') / 1000,
  });
  expect(fromItem(item)).toEqual(report);
});

describe('healthSettings', () => {
  test('has defaults, takes the payload before the environment, and knows the rule', () => {
    expect(healthSettings(null, {})).toEqual({
      trigger: 'manual',
      attempts: 3,
      maxRejectedShare: 0.25,
      maxWaitSeconds: 300,
      failedBatchHours: 24,
    });
    const env = { CAUDAL_HEALTH_MAX_REJECTED_SHARE: '0.5', CAUDAL_HEALTH_ATTEMPTS: '5' };
    expect(healthSettings({ attempts: 1 }, env)).toMatchObject({ attempts: 1, maxRejectedShare: 0.5 });
    const scheduled = { source: 'aws.events', 'detail-type': 'Scheduled Event', resources: [] };
    expect(healthSettings(scheduled, {})).toMatchObject({ trigger: 'schedule', attempts: 3 });
  });

  test.each([
    [[], {}, 'the payload must be a JSON object (received [])'],
    [{ trigger: '' }, {}, 'trigger must be text of 1 to 64 characters (received "")'],
    [{ maxRejectedShare: 2 }, {}, 'maxRejectedShare must be a number from 0 to 1 (received 2)'],
    [{ attempts: 1.5 }, {}, 'attempts must be a whole number from 1 to 10 (received 1.5)'],
    [{ attempts: '3' }, {}, 'attempts must be a whole number from 1 to 10 (received "3")'],
    [{ threshold: 1 }, {}, 'there is no field "threshold"; the fields are trigger, attempts'],
    [{}, { CAUDAL_HEALTH_ATTEMPTS: 'x' }, 'CAUDAL_HEALTH_ATTEMPTS must be a whole number from 1 to 10 (received x)'],
  ])('says what is wrong with %j', (payload, env, message) => {
    expect(() => healthSettings(payload, env)).toThrow(message);
  });
});
