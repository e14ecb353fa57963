import { errors, types } from 'cassandra-driver';
import { beforeEach, describe, expect, test } from 'vitest';
import { windowMetrics } from '../../../../core/analysis/operations/tables.ts';
import { analyzeIn, pipelineWith, plain } from '../support/analysis.ts';
import { kinesisEvent, reading, record } from '../support/records.ts';
import { createWorld, type WatchedWorld } from '../support/world.ts';

const pipeline = pipelineWith(plain);
const cool = (n: number) => record(n, reading(n));
const none = { batchItemFailures: [] };
const sequence = (n: number) => record(n).position.sequence;
const failedFrom = (n: number) => ({ batchItemFailures: [{ itemIdentifier: record(n).position.sequence }] });

let world: WatchedWorld;

beforeEach(() => {
  world = createWorld();
});

describe('a failure', () => {
  test('of one key is reported from its first record on, and the other keys go on', async () => {
    world.dynamo.beforePut = (pk) => {
      if (pk === 'keyed#sensors#sensor-2') throw new Error('throttled');
    };
    const { analyze, lines } = analyzeIn(world, pipeline);
    const records = Array.from({ length: 10 }, (_, n) => cool(n));
    expect(await analyze(kinesisEvent(records), 'r')).toEqual(failedFrom(2));
    expect(world.rows(windowMetrics).map(({ key }) => key)).toEqual(['sensor-0', 'sensor-1', 'sensor-3', 'sensor-4']);
    expect(await world.totals()).toMatchObject({ applied: 2, records: 2 });
    expect(lines).toMatchObject([{ level: 'warn', fields: { failedFrom: sequence(2), error: 'Error: throttled' } }]);

    world.dynamo.beforePut = () => {};
    expect(await analyze(kinesisEvent(records.slice(2)), 'r')).toEqual(none);
    expect(world.rows(windowMetrics).map(({ key, events }) => [key, events])).toEqual(
      [0, 1, 3, 4, 2].map((n) => [`sensor-${n}`, 2]),
    );
    expect(await world.totals()).toMatchObject({ applied: 10, duplicate: 0, records: 10 });
  });

  test('of the tables brings the batch again, and what was written stays the same', async () => {
    world.fail = () => new Error('time-out\n    at somewhere');
    const batch = kinesisEvent([cool(0), cool(1)]);
    expect(await analyzeIn(world, pipeline).analyze(batch, 'r')).toEqual(failedFrom(0));
    expect(await analyzeIn(world, pipeline).analyze(batch, 'r')).toEqual(failedFrom(0));
    world.fail = () => undefined;
    expect(await analyzeIn(world, pipeline).analyze(batch, 'r')).toEqual(none);
    expect(world.rows(windowMetrics)).toMatchObject([{ events: 1 }, { events: 1 }]);
    expect(await world.totals()).toMatchObject({ applied: 2, duplicate: 0 });
  });

  test('of the books brings all of it again', async () => {
    world.dynamo.beforePut = (pk) => {
      if (pk.startsWith('totals#')) throw new Error('throttled');
    };
    const { analyze } = analyzeIn(world, pipeline);
    expect(await analyze(kinesisEvent([cool(0), cool(1)]), 'r')).toEqual(failedFrom(0));
    world.dynamo.beforePut = () => {};
    expect(await analyze(kinesisEvent([cool(0), cool(1)]), 'r')).toEqual(none);
    expect(await world.totals()).toMatchObject({ applied: 2 });
  });

  test('of a row that the store will never take is told, and holds nothing up', async () => {
    const invalid = new errors.ResponseError(types.responseErrorCodes.invalid, 'Key may not be empty');
    world.fail = (sent) => (sent.some(({ values }) => values.includes('sensor-1')) ? invalid : undefined);
    const { analyze, lines, numbers } = analyzeIn(world, pipeline);
    expect(await analyze(kinesisEvent([cool(0), cool(1), cool(2)]), 'r')).toEqual(none);
    expect(world.rows(windowMetrics).map(({ key }) => key)).toEqual(['sensor-0', 'sensor-2']);
    expect(numbers).toMatchObject([{ refused: 1 }]);
    expect(lines).toMatchObject([
      { level: 'info', fields: { refused: 1, refusedBy: 'ops.window_metrics', refusal: 'Key may not be empty' } },
    ]);
    expect(await world.totals()).toMatchObject({ applied: 3 });
  });
});
