import { beforeEach, describe, expect, test } from 'vitest';
import { alerts, decisions } from '../../../../core/analysis/operations/tables.ts';
import { dueItems } from '../../../../functions/clients/state/due.ts';
import { createSweep } from '../../../../functions/sweep/sweep.ts';
import { analyzeIn, environmentIn, pipelineWith, plain } from '../support/analysis.ts';
import { kinesisEvent, reading, record } from '../support/records.ts';
import { createWorld, type WatchedWorld } from '../support/world.ts';

const pipeline = pipelineWith({
  ...plain,
  decider: {
    name: 'gate',
    windows: ['minute'],
    where: ({ temperature_c }) => temperature_c > 25,
    decide: ({ event, windows, alerts: raised }) => ({
      decision: raised.length > 0 ? 'block' : 'allow',
      score: Number(windows.minute?.values.hottest) / 100,
      reasons: raised.map(({ rule }) => `${rule}: ${event.temperature_c}`),
    }),
  },
});
const cool = (n: number) => record(n, reading(n));
const warm = (n: number) => record(n, reading(n, { temperature_c: 26 }));
const hot = (n: number) => record(n, reading(n, { temperature_c: 31 }));
const failedFrom = (n: number) => ({ batchItemFailures: [{ itemIdentifier: record(n).position.sequence }] });

let world: WatchedWorld;

beforeEach(() => {
  world = createWorld();
});

/** A sweep that finds everything applied, so long after the clock's time. */
async function sweepAfter(ms: number) {
  world.clock.pass(ms);
  const sweep = createSweep({
    ...environmentIn(world, pipeline),
    pipelineName: pipeline.name,
    arrived: async () => world.clock.now(),
    due: (until) => dueItems(world.dynamo.client, 't', pipeline.name, until),
  });
  return sweep(() => 60_000);
}

describe('a decision', () => {
  test('goes to its table and to the bus, beside the alert of its event, and leaves the outbox', async () => {
    const { analyze, numbers, lines } = analyzeIn(world, pipeline);
    expect(await analyze(kinesisEvent([cool(0), hot(1), warm(2)]), 'r')).toEqual({ batchItemFailures: [] });
    const said = world.bus.decisions.map(({ decision, score, reasons }) => ({ decision, score, reasons }));
    expect(said).toEqual([
      { decision: 'block', score: 0.31, reasons: ['hot: 31'] },
      { decision: 'allow', score: 0.26, reasons: [] },
    ]);
    const [first] = world.bus.decisions;
    expect(world.rows(decisions)).toHaveLength(2);
    expect(world.rows(decisions)).toContainEqual(
      expect.objectContaining({ decision_id: first?.id, event_id: first?.eventId, decider: 'gate', decision: 'block' }),
    );
    expect([world.bus.alerts.length, world.rows(alerts).length]).toEqual([1, 1]);
    expect(world.stateOf('sensor-1')).not.toHaveProperty('decisions');
    expect(numbers[0]?.decisionLatencies).toHaveLength(2);
    expect(lines).toMatchObject([{ fields: { decisions: 2, alerts: 1 } }]);
  });

  test('costs one further write of its key a batch; a pipeline without a decider pays nothing', async () => {
    const batch = kinesisEvent([cool(0), warm(1), warm(6)]);
    await analyzeIn(world, pipeline).analyze(batch, 'r');
    const deciding = world.dynamo.puts('keyed#');
    world = createWorld();
    const { analyze, lines } = analyzeIn(world, pipelineWith(plain));
    await analyze(batch, 'r');
    expect([deciding, world.dynamo.puts('keyed#')]).toEqual([3, 2]);
    expect(lines[0]?.fields).not.toHaveProperty('decisions');
    expect(JSON.stringify(world.stateOf('sensor-1'))).not.toMatch(/decision|d:/);
  });

  test('is not made again by a replay, in this environment or a new one', async () => {
    const batch = kinesisEvent([hot(1), warm(6)]);
    const { analyze } = analyzeIn(world, pipeline);
    await analyze(batch, 'r');
    await analyze(batch, 'r');
    await analyzeIn(world, pipeline).analyze(batch, 'r');
    expect(world.bus.decisions).toHaveLength(2);
  });

  test('that the bus does not take stays in the outbox, and the batch comes again', async () => {
    world.bus.answer = () => 'InternalFailure';
    const { analyze } = analyzeIn(world, pipeline);
    expect(await analyze(kinesisEvent([cool(0), warm(1)]), 'r')).toEqual(failedFrom(1));
    expect(world.stateOf('sensor-1')).toMatchObject({ decisions: [{ by: 'gate', decision: 'allow' }] });
    world.bus.answer = () => undefined;
    await analyze(kinesisEvent([warm(1)]), 'r');
    expect(world.bus.decisions).toHaveLength(1);
    expect(world.stateOf('sensor-1')).not.toHaveProperty('decisions');
  });

  test('that the bus refuses for good does not hold the shard up', async () => {
    world.bus.answer = () => 'MalformedDetail';
    const { analyze, numbers } = analyzeIn(world, pipeline);
    expect(await analyze(kinesisEvent([warm(1)]), 'r')).toEqual({ batchItemFailures: [] });
    expect(numbers).toMatchObject([{ refused: 1, decisionLatencies: [] }]);
  });

  test('whose row is not written is not on the bus yet', async () => {
    world.fail = (sent) => (sent.some(({ table }) => table === 'decisions') ? new Error('time-out') : undefined);
    expect(await analyzeIn(world, pipeline).analyze(kinesisEvent([cool(0), warm(1)]), 'r')).toEqual(failedFrom(1));
    expect(world.bus.decisions).toEqual([]);
  });

  test('that a crash has left is brought out by a sweep, as it was made', async () => {
    const record1 = warm(1);
    world.clock.pass(record1.arrivedAt - world.clock.now());
    world.bus.answer = () => 'InternalFailure';
    await analyzeIn(world, pipeline).analyze(kinesisEvent([record1]), 'r');
    const decidedAt = world.clock.now();
    world.bus.answer = () => undefined;
    expect(await sweepAfter(120_000)).toMatchObject({ alerts: 0, republished: expect.any(Number), failed: 0 });
    expect(world.bus.decisions).toMatchObject([{ decision: 'allow', arrivedAt: record1.arrivedAt }]);
    expect(Math.abs((world.bus.decisions[0]?.decidedAt ?? 0) - decidedAt)).toBeLessThan(5_000);
    expect((await sweepAfter(120_000)).failed).toBe(0);
    expect(world.bus.decisions).toHaveLength(1);
    expect(world.rows(decisions)).toHaveLength(1);
  });
});
