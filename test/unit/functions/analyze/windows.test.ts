import { beforeEach, describe, expect, test } from 'vitest';
import { count } from '../../../../core/analysis/aggregate.ts';
import { windowMetrics } from '../../../../core/analysis/operations/tables.ts';
import type { Table } from '../../../../core/table.ts';
import { analyzeIn, pipelineWith } from '../support/analysis.ts';
import { kinesisEvent, reading, record } from '../support/records.ts';
import { createWorld, type WatchedWorld } from '../support/world.ts';

const cool = (n: number) => record(n, reading(n));
const none = { batchItemFailures: [] };
const failedFrom = (n: number) => ({ batchItemFailures: [{ itemIdentifier: record(n).position.sequence }] });

let world: WatchedWorld;

beforeEach(() => {
  world = createWorld();
});

describe('a window of scope "stream"', () => {
  const grouped = pipelineWith({
    latenessSeconds: 10,
    windows: [
      {
        name: 'everywhere',
        kind: 'tumbling',
        sizeSeconds: 60,
        scope: 'stream',
        groupBy: () => 'all',
        aggregates: { n: count() },
      },
    ],
  });
  const all = () => world.rows(windowMetrics).map(({ key, events }) => [key, events]);

  test('counts the events of all keys in one item', async () => {
    const { analyze } = analyzeIn(world, grouped);
    await analyze(kinesisEvent(Array.from({ length: 10 }, (_, n) => cool(n))), 'r');
    expect(all()).toEqual([['all', 10]]);
    expect(world.dynamo.puts()).toBe(5 + 1 + 1);
  });

  test('takes only what lies below a key that failed, and the rest when it comes again', async () => {
    const { analyze } = analyzeIn(world, grouped);
    world.dynamo.beforePut = (pk) => {
      if (pk === 'keyed#sensors#sensor-2') throw new Error('throttled');
    };
    const records = Array.from({ length: 10 }, (_, n) => cool(n));
    expect(await analyze(kinesisEvent(records), 'r')).toEqual(failedFrom(2));
    expect(all()).toEqual([['all', 2]]);
    world.dynamo.beforePut = () => {};
    expect(await analyze(kinesisEvent(records.slice(2)), 'r')).toEqual(none);
    expect(all()).toEqual([['all', 10]]);
    expect(await analyzeIn(world, grouped).analyze(kinesisEvent(records), 'r')).toEqual(none);
    expect(all()).toEqual([['all', 10]]);
  });
});

test('the row of a session that merged into another is deleted with the same stamp, in all tables', async () => {
  const sessions: Table & { readonly clientTimestamps: true } = {
    keyspace: 'rt',
    name: 'sessions',
    answers: 'Which sessions has a device?',
    columns: { device: 'text', start: 'timestamp', n: 'int' },
    partitionKey: ['device'],
    clusteringKey: [{ column: 'start', order: 'ASC' }],
    clientTimestamps: true,
  };
  const merging = pipelineWith({
    latenessSeconds: 60,
    windows: [
      {
        name: 'visit',
        kind: 'session',
        gapSeconds: 10,
        aggregates: { n: count() },
        table: {
          table: sessions,
          toRow: ({ key, start, events }) => ({ device: key, start: new Date(start), n: events }),
        },
      },
    ],
  });
  const at = (n: number, seconds: string) => ({
    ...record(n, reading(n, { device_id: 'sensor-0', ts: `2026-01-01T00:00:${seconds}.000Z` })),
    partitionKey: 'sensor-0',
  });
  const { analyze } = analyzeIn(world, merging);
  await analyze(kinesisEvent([at(0, '00'), at(1, '15')]), 'r');
  expect(world.cql.table('sessions').map(({ deletes }) => deletes)).toEqual([false, false]);
  world.cql.written.length = 0;
  await analyze(kinesisEvent([at(2, '08')]), 'r');
  const { stamp } = world.stateOf('sensor-0');
  for (const table of ['sessions', 'window_metrics']) {
    const gone = world.cql.table(table).filter(({ deletes }) => deletes);
    expect(gone.map(({ values }) => values[0])).toEqual([BigInt(stamp)]);
    expect(gone[0]?.values).toContainEqual(new Date('2026-01-01T00:00:15Z'));
  }
  expect(world.cql.table('sessions').find(({ deletes }) => !deletes)?.values).toEqual([
    'sensor-0',
    new Date('2026-01-01T00:00:00Z'),
    3,
    BigInt(stamp),
  ]);
});
