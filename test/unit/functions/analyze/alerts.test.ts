import { beforeEach, describe, expect, test } from 'vitest';
import { alerts } from '../../../../core/analysis/operations/tables.ts';
import { analyzeIn, pipelineWith, plain } from '../support/analysis.ts';
import { kinesisEvent, reading, record } from '../support/records.ts';
import { createWorld, type WatchedWorld } from '../support/world.ts';

const pipeline = pipelineWith(plain);
const cool = (n: number) => record(n, reading(n));
const hot = (n: number) => record(n, reading(n, { temperature_c: 31 }));
const none = { batchItemFailures: [] };
const failedFrom = (n: number) => ({ batchItemFailures: [{ itemIdentifier: record(n).position.sequence }] });

let world: WatchedWorld;

beforeEach(() => {
  world = createWorld();
});

describe('an alert', () => {
  test('goes to its table and to the bus, and leaves the outbox by one further write of its key', async () => {
    const { analyze, numbers } = analyzeIn(world, pipeline);
    await analyze(kinesisEvent([cool(0), hot(1), cool(2)]), 'r');
    expect(world.bus.alerts).toMatchObject([{ rule: 'hot', key: 'sensor-1', message: 'sensor-1 is hot' }]);
    expect(world.rows(alerts)).toMatchObject([{ alert_id: world.bus.alerts[0]?.id, events: ['1767225600000-1'] }]);
    expect(world.dynamo.puts()).toBe(3 + 1 + 1);
    expect(world.stateOf('sensor-1').outbox).toEqual([]);
    expect(numbers).toMatchObject([{ stateWrites: 4, alertLatencies: [expect.any(Number)] }]);
  });

  test('is not raised again by a replay, in this environment or a new one', async () => {
    const batch = kinesisEvent([cool(0), hot(1), hot(6)]);
    const { analyze } = analyzeIn(world, pipeline);
    await analyze(batch, 'r');
    const puts = world.dynamo.puts('keyed#');
    await analyze(batch, 'r');
    await analyzeIn(world, pipeline).analyze(batch, 'r');
    expect(new Set(world.bus.alerts.map(({ id }) => id)).size).toBe(2);
    expect(world.bus.alerts).toHaveLength(2);
    expect(world.dynamo.puts('keyed#')).toBe(puts);
    expect(await world.totals()).toMatchObject({ applied: 3, records: 3 });
  });

  test('that the bus does not take stays in the outbox, and the batch comes again', async () => {
    world.bus.answer = () => 'InternalFailure';
    const { analyze, lines } = analyzeIn(world, pipeline);
    const batch = kinesisEvent([cool(0), hot(1), cool(2)]);
    expect(await analyze(batch, 'r')).toEqual(failedFrom(1));
    expect(lines).toMatchObject([{ level: 'warn', fields: { error: 'Error: InternalFailure: not now' } }]);
    expect(world.stateOf('sensor-1').outbox).toHaveLength(1);
    expect(await world.totals()).toMatchObject({ applied: 1 });
    world.bus.answer = () => undefined;
    expect(await analyze(kinesisEvent([hot(1), cool(2)]), 'r')).toEqual(none);
    expect(world.bus.alerts).toHaveLength(1);
    expect(world.rows(alerts)).toHaveLength(1);
    expect(world.stateOf('sensor-1').outbox).toEqual([]);
    expect(await world.totals()).toMatchObject({ applied: 3 });
  });

  test('that the bus refuses for good does not hold the shard up', async () => {
    world.bus.answer = () => 'MalformedDetail';
    const { analyze, lines, numbers } = analyzeIn(world, pipeline);
    expect(await analyze(kinesisEvent([hot(1)]), 'r')).toEqual(none);
    expect(numbers).toMatchObject([{ refused: 1, alertLatencies: [] }]);
    expect(lines).toMatchObject([{ fields: { refused: 1, refusedBy: 'caudal-alerts' } }]);
    expect(world.stateOf('sensor-1').outbox).toEqual([]);
  });

  test('that the state has no room for comes again when those before it are out', async () => {
    const wordy = pipelineWith({
      ...plain,
      rules: [
        { name: 'wordy', kind: 'threshold', where: () => true, values: () => ({}), message: () => 'x'.repeat(2_000) },
      ],
    });
    const records = Array.from({ length: 100 }, (_, n) => ({ ...cool(n), partitionKey: 'sensor-0' }));
    const { analyze, lines } = analyzeIn(world, wordy);
    let deliveries = 0;
    for (let from = 0; from < records.length; deliveries += 1) {
      const { batchItemFailures } = await analyze(kinesisEvent(records.slice(from)), 'r');
      const failed = batchItemFailures[0]?.itemIdentifier;
      from = failed ? records.findIndex(({ position }) => position.sequence === failed) : records.length;
    }
    expect(deliveries).toBeGreaterThan(1);
    expect(lines[0]).toMatchObject({ level: 'warn', fields: { error: expect.stringMatching(/^NoRoomError: /) } });
    expect(world.bus.alerts).toHaveLength(100);
    expect(new Set(world.bus.alerts.map(({ id }) => id)).size).toBe(100);
    expect(await world.totals()).toMatchObject({ applied: 100, failed: 0 });
  });

  test('whose row is not written is not on the bus yet', async () => {
    world.fail = (sent) => (sent.some(({ table }) => table === 'alerts') ? new Error('time-out') : undefined);
    const { analyze } = analyzeIn(world, pipeline);
    expect(await analyze(kinesisEvent([cool(0), hot(1)]), 'r')).toEqual(failedFrom(1));
    expect(world.bus.alerts).toEqual([]);
  });
});
