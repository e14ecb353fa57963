import { beforeEach, describe, expect, test } from 'vitest';
import { lateEvents, windowMetrics } from '../../../../core/analysis/operations/tables.ts';
import { analyzeIn, pipelineWith, plain } from '../support/analysis.ts';
import { kinesisEvent, reading, record } from '../support/records.ts';
import { createWorld, type WatchedWorld } from '../support/world.ts';

const pipeline = pipelineWith(plain);
const cool = (n: number) => record(n, reading(n));
const none = { batchItemFailures: [] };
const sequence = (n: number) => record(n).position.sequence;

let world: WatchedWorld;

beforeEach(() => {
  world = createWorld();
});

describe('a batch', () => {
  test('is one write a touched key and one of the books', async () => {
    const { analyze } = analyzeIn(world, pipeline);
    expect(await analyze(kinesisEvent(Array.from({ length: 50 }, (_, n) => cool(n))), 'r')).toEqual(none);
    expect(world.dynamo.commands.sort()).toEqual(['BatchGetItemCommand', ...new Array(6).fill('PutItemCommand')]);
    world.dynamo.commands.length = 0;
    await analyze(kinesisEvent([cool(50), cool(55), cool(51)]), 'r');
    expect(world.dynamo.commands).toEqual(new Array(3).fill('PutItemCommand'));
  });

  test('becomes a row a window in its newest version, with the stamp of the state', async () => {
    const { analyze } = analyzeIn(world, pipeline);
    await analyze(kinesisEvent(Array.from({ length: 50 }, (_, n) => cool(n))), 'r');
    expect(world.cql.table('window_metrics')).toHaveLength(5);
    for (const row of world.rows(windowMetrics)) {
      expect(row).toMatchObject({ pipeline: 'sensors', window_name: 'minute', events: 10, final: false });
      expect(JSON.parse(String(row.values_json))).toEqual({ n: 10, hottest: 20 });
    }
    const [sent] = world.cql.table('window_metrics');
    expect(sent?.values.at(-1)).toBe(BigInt(world.stateOf(String(world.rows(windowMetrics)[0]?.key)).stamp));
  });

  test('tells applied, duplicate, late and failed apart, and what is no event', async () => {
    const broken = pipelineWith({
      ...plain,
      rules: [
        {
          name: 'fragile',
          kind: 'threshold',
          where: ({ humidity_pct }) => {
            if (humidity_pct === 13) throw new Error('unlucky');
            return false;
          },
          values: () => ({}),
          message: () => '',
        },
      ],
    });
    const { analyze, lines, batches } = analyzeIn(world, broken);
    const late = reading(3, { device_id: 'sensor-0', ts: '2025-12-31T23:59:00.000Z' });
    const records = [cool(0), record(1, reading(0)), record(2, 'no event, and a secret'), record(3, late)].map(
      (one) => ({ ...one, partitionKey: 'sensor-0' }),
    );
    const failing = record(4, reading(4, { humidity_pct: 13 }));
    expect(await analyze(kinesisEvent([...records, failing]), 'request-1')).toEqual(none);
    const ends = { applied: 1, duplicate: 1, late: 1, failed: 1, rejected: 1 };
    expect(await world.totals()).toMatchObject({ ...ends, records: 5 });
    expect(batches).toMatchObject([
      { ...ends, records: 5, keys: 2, request_id: 'request-1', last_sequence: sequence(4) },
    ]);
    expect(world.rows(lateEvents)).toMatchObject([
      {
        sequence: sequence(3),
        event_id: '1767225600000-3',
        key: 'sensor-0',
        reason: 'late',
        windows: ['minute 2025-12-31T23:59:00.000Z/2026-01-01T00:00:00.000Z'],
      },
      { sequence: sequence(4), reason: expect.stringMatching(/^failed: .*unlucky/) },
    ]);
    expect(lines).toMatchObject([{ level: 'info', fields: { records: 5, late: 1, failedEvents: 1, rejected: 1 } }]);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  test('without records is nothing to do', async () => {
    const { analyze, lines } = analyzeIn(world, pipeline);
    expect(await analyze({ Records: [] }, 'r')).toEqual(none);
    expect([lines, world.dynamo.commands]).toEqual([[], []]);
  });
});
