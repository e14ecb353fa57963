import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { analysisInProcess } from '../../bench/analyze/in-process.ts';
import { CqlShell } from '../../cli/cql.ts';
import type { Alert } from '../../core/analysis/alert.ts';
import { WINDOW_BUCKETS } from '../../core/analysis/operations/tables.ts';
import { requireAnalysis } from '../../core/analysis/require-analysis.ts';
import { bucketOf } from '../../core/keys.ts';
import { namesOf } from '../../core/names.ts';
import { itemId } from '../../functions/clients/state/subject.ts';
import { createSweep } from '../../functions/sweep/sweep.ts';
import { cloudConfig } from '../../localstack/config.ts';
import sensors from '../../pipelines/sensors.ts';
import { clientsOf } from './support/clients.ts';
import { invokeFunction } from './support/functions.ts';
import { functionProcesses } from './support/processes.ts';
import { createQueue } from './support/queue.ts';
import { until } from './support/until.ts';

const names = namesOf('');

const clients = clientsOf();
const config = cloudConfig(process.env);
const run = `analyze-${Date.now().toString(36)}`;
/** A minute that ended long enough ago for a sweep to close it at once. */
const minute = Math.floor(Date.now() / 60_000) * 60_000 - 5 * 60_000;

let shell: CqlShell;

beforeAll(async () => {
  shell = await CqlShell.connect(config);
});

afterAll(async () => {
  await shell.close();
});

interface Reading {
  readonly event_id: string;
  readonly device_id: string;
  readonly ts: string;
  readonly temperature_c: number;
  readonly humidity_pct: number;
}

/** A reading of a device of this run, so many seconds after the minute began. */
function reading(device: string, id: number, second: number, temperature_c: number): Reading {
  const device_id = `${run}-${device}`;
  const ts = new Date(minute + second * 1000).toISOString();
  return { event_id: `${device_id}-${id}`, device_id, ts, temperature_c, humidity_pct: 40 };
}

/** Puts readings into the stream, in this order. */
async function put(readings: readonly Reading[]): Promise<void> {
  const Records = readings.map((one) => ({ Data: Buffer.from(JSON.stringify(one)), PartitionKey: one.device_id }));
  const { FailedRecordCount } = await clients.kinesis.send(
    new PutRecordsCommand({ StreamName: sensors.stream.name, Records }),
  );
  expect(FailedRecordCount ?? 0).toBe(0);
}

interface WindowRow {
  readonly events: number;
  readonly final: boolean;
  readonly values_json: string;
}

/** The row of a device's window, once it is as wanted. */
async function windowOf(device: string, wanted: (row: WindowRow) => boolean) {
  const key = `${run}-${device}`;
  const hour = new Date(Math.floor(minute / 3_600_000) * 3_600_000);
  const row = await until(
    async () => {
      const [found] = await shell.select<WindowRow>(
        'SELECT * FROM ops.window_metrics WHERE pipeline = ? AND window_name = ? AND hour = ? AND bucket = ? AND window_start = ? AND key = ?',
        ['sensors', 'per_minute', hour, bucketOf(key, WINDOW_BUCKETS), new Date(minute), key],
      );
      return found;
    },
    (found) => found !== undefined && wanted(found),
    40_000,
    200,
  );
  return row && { events: row.events, final: row.final, values: JSON.parse(row.values_json) };
}

async function itemOf(device: string) {
  const { pk, sk } = itemId('sensors', { kind: 'keyed', key: `${run}-${device}` });
  const Key = { pk: { S: pk }, sk: { S: sk } };
  const { Item } = await clients.dynamodb.send(
    new GetItemCommand({ TableName: names.stateTable, Key, ConsistentRead: true }),
  );
  return Item;
}

/** Brings the alerts of a device to a queue. */
async function alertsOf(device: string) {
  const queue = await createQueue(clients, `${run}-${device}`);
  const rule = { Rule: `${run}-${device}`, EventBusName: names.alertBus };
  const pattern = { source: ['caudal.alerts'], detail: { key: [`${run}-${device}`] } };
  await clients.events.send(
    new PutRuleCommand({ Name: rule.Rule, EventBusName: rule.EventBusName, EventPattern: JSON.stringify(pattern) }),
  );
  await clients.events.send(new PutTargetsCommand({ ...rule, Targets: [{ Id: 'queue', Arn: queue.arn }] }));
  onTestFinished(async () => {
    await clients.events.send(new RemoveTargetsCommand({ ...rule, Ids: ['queue'] }));
    await clients.events.send(new DeleteRuleCommand({ Name: rule.Rule, EventBusName: rule.EventBusName }));
  });
  return async () => ((await queue.message()) as { detail?: Alert } | null)?.detail;
}

describe('the deployed analyze function', () => {
  it('counts each event once under disorder and duplicates, and lists what is late', async () => {
    const events = [reading('a', 1, 30, 10), reading('a', 2, 5, 20), reading('a', 3, 55, 30), reading('a', 4, 20, 25)];
    await put([...events, ...events.slice(1, 3)]);
    await put([reading('a', 5, -120, 15), ...events.slice(0, 1), reading('a', 6, 1, 5)]);
    expect(await windowOf('a', ({ events: count }) => count === 5)).toEqual({
      events: 5,
      // The rule of each minute may have swept just now.
      final: expect.any(Boolean),
      values: expect.objectContaining({ readings: 5, temperature_avg: 18, temperature_min: 5, temperature_max: 30 }),
    });
    const days = [Date.now(), minute].map((at) => new Date(at).toISOString().slice(0, 10));
    const buckets = [0, 1, 2, 3].flatMap((bucket) => [...new Set(days)].map((day) => ['sensors', day, bucket]));
    const late = await Promise.all(
      buckets.map((partition) =>
        shell.select<{ key: string; event_id: string; reason: string; windows: string[] }>(
          'SELECT key, event_id, reason, windows FROM ops.late_events WHERE pipeline = ? AND day = ? AND bucket = ?',
          partition,
        ),
      ),
    );
    const start = minute - 120_000;
    const interval = `${new Date(start).toISOString()}/${new Date(start + 60_000).toISOString()}`;
    expect(late.flat().filter(({ key }) => key === `${run}-a`)).toEqual([
      { key: `${run}-a`, event_id: `${run}-a-5`, reason: 'late', windows: [`per_minute ${interval}`] },
    ]);
  });

  it('keeps one item a key, which expires, and nothing in its outbox', async () => {
    await windowOf('a', ({ events }) => events === 5);
    const item = await itemOf('a');
    expect(Number(item?.expires_at?.N)).toBeGreaterThan(Date.now() / 1000 + sensors.stream.retentionHours * 3_600);
    expect(item?.due?.S).toMatch(/^sensors#[0-7]$/);
    expect(JSON.parse(item?.state?.S ?? '')).toMatchObject({ outbox: [] });
  });

  it('raises an alert once: in the table, and on the bus', async () => {
    const next = await alertsOf('hot');
    const hot = reading('hot', 1, 10, 31.5);
    await put([hot, hot]);
    const alert = await next();
    expect(alert).toMatchObject({ pipeline: 'sensors', rule: 'high-temperature', events: [hot.event_id] });
    const rows = await shell.select(
      'SELECT * FROM ops.alerts WHERE pipeline = ? AND day = ? AND at = ? AND alert_id = ?',
      ['sensors', hot.ts.slice(0, 10), new Date(hot.ts), alert?.id],
    );
    expect(rows).toMatchObject([{ rule: 'high-temperature', key: hot.device_id }]);
    const outbox = async () => JSON.parse((await itemOf('hot'))?.state?.S ?? '{}').outbox;
    expect(await until(outbox, (list) => list?.length === 0, 10_000, 100)).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')('loses and doubles nothing when it is killed at work', async () => {
    const devices = Array.from({ length: 12 }, (_, n) => `killed-${n}`);
    const events = devices.flatMap((device) => Array.from({ length: 10 }, (_, n) => reading(device, n, n * 5, n)));
    await put(events);
    // At work: the state of some device is written, and what follows from it may not be out yet.
    await until(
      async () => Promise.all(devices.map(itemOf)),
      (items) => items.some(Boolean),
      20_000,
      5,
    );
    const killed = functionProcesses(names.analyzeFunction('sensors'));
    for (const pid of killed) process.kill(pid, 'SIGKILL');
    expect(killed).not.toEqual([]);
    await put(events.slice(0, 30));
    const rows = await Promise.all(devices.map((device) => windowOf(device, ({ events: count }) => count === 10)));
    expect(rows).toEqual(
      devices.map(() => ({
        events: 10,
        final: expect.any(Boolean),
        values: expect.objectContaining({ readings: 10, temperature_avg: 4.5, temperature_max: 9 }),
      })),
    );
  });
});

describe('the sweep', () => {
  it('of the deployed function makes final what time has closed, by itself or by hand', async () => {
    const { payload } = await invokeFunction(clients.lambda, names.sweepFunction('sensors'));
    expect(payload).toMatchObject({ pipeline: 'sensors', failed: 0, refused: 0, finished: true });
    expect(await windowOf('a', ({ final }) => final)).toMatchObject({ events: 5, final: true });
  });

  it('takes no field', async () => {
    const { functionError, payload } = await invokeFunction<{ errorMessage: string }>(
      clients.lambda,
      names.sweepFunction('sensors'),
      { pipeline: 'sensors' },
    );
    expect([functionError, payload.errorMessage]).toEqual(['Unhandled', expect.stringContaining('"pipeline"')]);
  });

  it('finds a device silent, once the time for that has passed', async () => {
    const next = await alertsOf('quiet');
    await put([reading('quiet', 1, 10, 20)]);
    await windowOf('quiet', ({ events }) => events === 1);
    const later = Date.now() + 10 * 60_000;
    const clock = { now: () => later, sleep: async () => {} };
    const { dynamo, session, close, ...ports } = analysisInProcess(config, requireAnalysis(sensors), { clock });
    onTestFinished(close);
    const { pk, sk } = itemId('sensors', { kind: 'keyed', key: `${run}-quiet` });
    const sweep = createSweep({
      ...ports,
      pipelineName: 'sensors',
      arrived: async () => later,
      async *due() {
        yield [{ pk, sk }];
      },
    });
    expect(await sweep(() => 60_000)).toMatchObject({ due: 1, alerts: 1, failed: 0 });
    expect(await next()).toMatchObject({ rule: 'silent-device', severity: 'critical', key: `${run}-quiet` });
    expect(await sweep(() => 60_000)).toMatchObject({ alerts: 0, failed: 0 });
  });
});
