import { beforeEach, describe, expect, test } from 'vitest';
import { count } from '../../../../core/analysis/aggregate.ts';
import { dueItems } from '../../../../functions/clients/state/due.ts';
import { checkRequest } from '../../../../functions/sweep/request.ts';
import { createSweep } from '../../../../functions/sweep/sweep.ts';
import { analyzeIn, environmentIn, FakeBus, pipelineWith, plain, type World } from '../support/analysis.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeCql, type Sent } from '../support/fake-cql.ts';
import { FakeDynamo } from '../support/fake-dynamo.ts';
import { kinesisEvent, reading, record } from '../support/records.ts';

const pipeline = pipelineWith({
  ...plain,
  windows: [
    ...(plain.windows ?? []),
    {
      name: 'all',
      kind: 'tumbling',
      sizeSeconds: 60,
      scope: 'stream',
      groupBy: () => 'all',
      aggregates: { n: count() },
    },
  ],
  rules: [...(plain.rules ?? []), { name: 'silent', kind: 'silence', afterSeconds: 30 }],
});
const HOUR = 3_600_000;
const plenty = () => HOUR;

let world: World;
let fail: (sent: readonly Sent[]) => Error | undefined;

beforeEach(() => {
  fail = () => undefined;
  const cql = new FakeCql((sent) => fail(sent));
  world = {
    dynamo: new FakeDynamo(),
    cql,
    bus: new FakeBus(),
    clock: new FakeClock(Date.parse('2026-01-01T00:00:02Z')),
  };
});

/** A sweep that finds everything applied. */
function sweepOf(over: Partial<Parameters<typeof createSweep>[0]> = {}) {
  return createSweep({
    ...environmentIn(world, pipeline),
    pipelineName: pipeline.name,
    arrived: async () => world.clock.now(),
    due: (until) => dueItems(world.dynamo.client, 't', pipeline.name, until),
    ...(over as object),
  });
}

const readings = (hot = false) =>
  kinesisEvent([0, 1].map((n) => record(n, reading(n, hot ? { temperature_c: 31 } : {}))));
const analyze = (event = readings()) => analyzeIn(world, pipeline).analyze(event, 'r');
const finals = () =>
  world.cql
    .table('window_metrics')
    .filter(({ values }) => values.includes(true))
    .map(({ values }) => values[5]);

describe('a sweep', () => {
  test('finds nothing due while nothing is', async () => {
    await analyze();
    expect(await sweepOf()(plenty)).toMatchObject({
      pipeline: 'sensors',
      due: 0,
      closed: 0,
      alerts: 0,
      stateWrites: 0,
      arrived: '2026-01-01T00:00:02.000Z',
      finished: true,
    });
  });

  test('closes the windows of keys and of groups, once', async () => {
    await analyze();
    world.clock.pass(2 * 60_000);
    expect(await sweepOf()(plenty)).toMatchObject({ due: 3, closed: 3, failed: 0 });
    expect(finals().sort()).toEqual(['all', 'sensor-0', 'sensor-1']);
    world.clock.pass(60_000);
    expect(await sweepOf()(plenty)).toMatchObject({ due: 0, closed: 0 });
  });

  test('goes by what is applied, not by the clock', async () => {
    await analyze();
    world.clock.pass(2 * 60_000);
    expect(await sweepOf({ arrived: async () => Date.parse('2026-01-01T00:00:05Z') })(plenty)).toMatchObject({
      due: 0,
    });
  });

  test('raises the alert of a silence, and takes it out of the outbox', async () => {
    await analyze();
    world.clock.pass(60_000);
    expect(await sweepOf()(plenty)).toMatchObject({ alerts: 2 });
    expect(world.bus.alerts).toMatchObject([{ rule: 'silent' }, { rule: 'silent' }]);
    world.clock.pass(10 * 60_000);
    expect(await sweepOf()(plenty)).toMatchObject({ alerts: 0, republished: 0 });
    expect(world.bus.alerts).toHaveLength(2);
  });

  test('brings out what a crash has left', async () => {
    world.bus.answer = () => 'InternalFailure';
    await analyze(readings(true));
    expect(world.bus.alerts).toEqual([]);
    world.bus.answer = () => undefined;
    world.clock.pass(25_000 + 60_000);
    const report = await sweepOf()(plenty);
    expect(report.republished).toBeGreaterThanOrEqual(2);
    expect(world.bus.alerts.filter(({ rule }) => rule === 'hot')).toHaveLength(2);
  });

  test('that dies after its write is made good by the next', async () => {
    await analyze();
    world.clock.pass(2 * 60_000);
    fail = () => new Error('time-out\n  at somewhere');
    expect(await sweepOf()(plenty)).toMatchObject({ due: 3, failed: 3, error: 'Error: time-out' });
    expect(finals()).toEqual([]);
    fail = () => undefined;
    world.clock.pass(2 * 60_000);
    expect(await sweepOf()(plenty)).toMatchObject({ closed: 3, failed: 0 });
    expect(finals().sort()).toEqual(['all', 'sensor-0', 'sensor-1']);
  });

  test('leaves an item that fails, and goes on', async () => {
    await analyze();
    world.clock.pass(2 * 60_000);
    world.dynamo.beforePut = (pk) => {
      if (pk.endsWith('sensor-0')) throw new Error('throttled');
    };
    expect(await sweepOf()(plenty)).toMatchObject({ due: 3, closed: 2, failed: 1, error: 'Error: throttled' });
  });

  test('folds again on what a batch wrote meanwhile, and loses none of it', async () => {
    await analyze();
    world.clock.pass(2 * 60_000);
    const late = kinesisEvent([{ ...record(5, reading(5, { device_id: 'sensor-0' })), arrivedAt: world.clock.now() }]);
    let raced = false;
    world.dynamo.beforePut = (pk) => {
      if (raced || !pk.endsWith('sensor-0')) return;
      raced = true;
      const item = world.dynamo.itemOf(pk);
      if (item) world.dynamo.items.set(`${pk}|state`, { ...item, version: { N: '99' } });
    };
    expect(await sweepOf()(plenty)).toMatchObject({ closed: 3, failed: 0, stateWrites: 3 + 3 + 1 });
    expect(await analyze(late)).toEqual({ batchItemFailures: [] });
    expect(world.dynamo.itemOf('keyed#sensors#sensor-0')?.version?.N).toBe('102');
  });

  test('stops in time and says so', async () => {
    await analyze();
    world.clock.pass(2 * 60_000);
    expect(await sweepOf()(() => 14_000)).toMatchObject({ due: 0, finished: false });
  });
});

describe('what a sweep is invoked with', () => {
  test.each([undefined, null, {}, { source: 'aws.events', 'detail-type': 'Scheduled Event' }])(
    'may be %j',
    (payload) => {
      expect(() => checkRequest(payload)).not.toThrow();
    },
  );

  test.each([
    [{ pipeline: 'sensors' }, 'there is no field "pipeline"'],
    [[], 'the payload must be {} (received [])'],
    ['now', 'the payload must be {} (received "now")'],
  ])('may not be %j', (payload, message) => {
    expect(() => checkRequest(payload)).toThrow(message);
  });
});
