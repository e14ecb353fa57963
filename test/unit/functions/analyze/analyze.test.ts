import { errors, types } from 'cassandra-driver';
import { beforeEach, describe, expect, test } from 'vitest';
import { count } from '../../../../core/analysis/aggregate.ts';
import type { AnalysisEnd } from '../../../../core/analysis/batch/books.ts';
import { sumAnalysisTotals } from '../../../../core/analysis/batch/books.ts';
import { alerts, lateEvents, windowMetrics } from '../../../../core/analysis/operations/tables.ts';
import type { Table } from '../../../../core/table.ts';
import { readTallies } from '../../../../functions/clients/tally.ts';
import { analyzeIn, FakeBus, pipelineWith, plain, type World } from '../support/analysis.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeCql, type Sent } from '../support/fake-cql.ts';
import { FakeDynamo } from '../support/fake-dynamo.ts';
import { kinesisEvent, reading, record } from '../support/records.ts';

const pipeline = pipelineWith(plain);
const cool = (n: number) => record(n, reading(n));
const hot = (n: number) => record(n, reading(n, { temperature_c: 31 }));
const none = { batchItemFailures: [] };

let world: World;
/** What the store does with statements. */
let fail: (sent: readonly Sent[]) => Error | undefined;

beforeEach(() => {
  fail = () => undefined;
  const cql = new FakeCql((sent) => fail(sent));
  world = { dynamo: new FakeDynamo(), cql, bus: new FakeBus(), clock: new FakeClock() };
});

const sequence = (n: number) => record(n).position.sequence;
const failedFrom = (n: number) => ({ batchItemFailures: [{ itemIdentifier: sequence(n) }] });
const stateOf = (key: string) => JSON.parse(world.dynamo.itemOf(`keyed#sensors#${key}`)?.state?.S ?? 'null');

/** Rows as they were sent, by column; the last of each key. */
function rowsOf(table: Table): Record<string, unknown>[] {
  const key = [...table.partitionKey, ...(table.clusteringKey ?? []).map(({ column }) => column)];
  const rows = world.cql
    .table(table.name)
    .filter(({ deletes }) => !deletes)
    .map(({ values }) => Object.fromEntries(Object.keys(table.columns).map((column, n) => [column, values[n]])));
  return [...new Map(rows.map((row) => [JSON.stringify(key.map((column) => row[column])), row])).values()];
}

const totals = async () =>
  sumAnalysisTotals(await readTallies<AnalysisEnd>(world.dynamo.client, 't', 'analyze', [new Date('2026-01-01')]));

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
    for (const row of rowsOf(windowMetrics)) {
      expect(row).toMatchObject({ pipeline: 'sensors', window_name: 'minute', events: 10, final: false });
      expect(JSON.parse(String(row.values_json))).toEqual({ n: 10, hottest: 20 });
    }
    const [sent] = world.cql.table('window_metrics');
    expect(sent?.values.at(-1)).toBe(BigInt(stateOf(String(rowsOf(windowMetrics)[0]?.key)).stamp));
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
    expect(await totals()).toMatchObject({ ...ends, records: 5 });
    expect(batches).toMatchObject([
      { ...ends, records: 5, keys: 2, request_id: 'request-1', last_sequence: sequence(4) },
    ]);
    expect(rowsOf(lateEvents)).toMatchObject([
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

describe('an alert', () => {
  test('goes to its table and to the bus, and leaves the outbox by one further write of its key', async () => {
    const { analyze, numbers } = analyzeIn(world, pipeline);
    await analyze(kinesisEvent([cool(0), hot(1), cool(2)]), 'r');
    expect(world.bus.alerts).toMatchObject([{ rule: 'hot', key: 'sensor-1', message: 'sensor-1 is hot' }]);
    expect(rowsOf(alerts)).toMatchObject([{ alert_id: world.bus.alerts[0]?.id, events: ['1767225600000-1'] }]);
    expect(world.dynamo.puts()).toBe(3 + 1 + 1);
    expect(stateOf('sensor-1').outbox).toEqual([]);
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
    expect(await totals()).toMatchObject({ applied: 3, records: 3 });
  });

  test('that the bus does not take stays in the outbox, and the batch comes again', async () => {
    world.bus.answer = () => 'InternalFailure';
    const { analyze, lines } = analyzeIn(world, pipeline);
    const batch = kinesisEvent([cool(0), hot(1), cool(2)]);
    expect(await analyze(batch, 'r')).toEqual(failedFrom(1));
    expect(lines).toMatchObject([{ level: 'warn', fields: { error: 'Error: InternalFailure: not now' } }]);
    expect(stateOf('sensor-1').outbox).toHaveLength(1);
    expect(await totals()).toMatchObject({ applied: 1 });
    world.bus.answer = () => undefined;
    expect(await analyze(kinesisEvent([hot(1), cool(2)]), 'r')).toEqual(none);
    expect(world.bus.alerts).toHaveLength(1);
    expect(rowsOf(alerts)).toHaveLength(1);
    expect(stateOf('sensor-1').outbox).toEqual([]);
    expect(await totals()).toMatchObject({ applied: 3 });
  });

  test('that the bus refuses for good does not hold the shard up', async () => {
    world.bus.answer = () => 'MalformedDetail';
    const { analyze, lines, numbers } = analyzeIn(world, pipeline);
    expect(await analyze(kinesisEvent([hot(1)]), 'r')).toEqual(none);
    expect(numbers).toMatchObject([{ refused: 1, alertLatencies: [] }]);
    expect(lines).toMatchObject([{ fields: { refused: 1, refusedBy: 'caudal-alerts' } }]);
    expect(stateOf('sensor-1').outbox).toEqual([]);
  });

  test('whose row is not written is not on the bus yet', async () => {
    fail = (sent) => (sent.some(({ table }) => table === 'alerts') ? new Error('time-out') : undefined);
    const { analyze } = analyzeIn(world, pipeline);
    expect(await analyze(kinesisEvent([cool(0), hot(1)]), 'r')).toEqual(failedFrom(1));
    expect(world.bus.alerts).toEqual([]);
  });
});

describe('a failure', () => {
  test('of one key is reported from its first record on, and the other keys go on', async () => {
    world.dynamo.beforePut = (pk) => {
      if (pk === 'keyed#sensors#sensor-2') throw new Error('throttled');
    };
    const { analyze, lines } = analyzeIn(world, pipeline);
    const records = Array.from({ length: 10 }, (_, n) => cool(n));
    expect(await analyze(kinesisEvent(records), 'r')).toEqual(failedFrom(2));
    expect(rowsOf(windowMetrics).map(({ key }) => key)).toEqual(['sensor-0', 'sensor-1', 'sensor-3', 'sensor-4']);
    expect(await totals()).toMatchObject({ applied: 2, records: 2 });
    expect(lines).toMatchObject([{ level: 'warn', fields: { failedFrom: sequence(2), error: 'Error: throttled' } }]);

    world.dynamo.beforePut = () => {};
    expect(await analyze(kinesisEvent(records.slice(2)), 'r')).toEqual(none);
    expect(rowsOf(windowMetrics).map(({ key, events }) => [key, events])).toEqual(
      [0, 1, 3, 4, 2].map((n) => [`sensor-${n}`, 2]),
    );
    expect(await totals()).toMatchObject({ applied: 10, duplicate: 0, records: 10 });
  });

  test('of the tables brings the batch again, and what was written stays the same', async () => {
    fail = () => new Error('time-out\n    at somewhere');
    const batch = kinesisEvent([cool(0), cool(1)]);
    expect(await analyzeIn(world, pipeline).analyze(batch, 'r')).toEqual(failedFrom(0));
    expect(await analyzeIn(world, pipeline).analyze(batch, 'r')).toEqual(failedFrom(0));
    fail = () => undefined;
    expect(await analyzeIn(world, pipeline).analyze(batch, 'r')).toEqual(none);
    expect(rowsOf(windowMetrics)).toMatchObject([{ events: 1 }, { events: 1 }]);
    expect(await totals()).toMatchObject({ applied: 2, duplicate: 0 });
  });

  test('of the books brings all of it again', async () => {
    world.dynamo.beforePut = (pk) => {
      if (pk.startsWith('totals#')) throw new Error('throttled');
    };
    const { analyze } = analyzeIn(world, pipeline);
    expect(await analyze(kinesisEvent([cool(0), cool(1)]), 'r')).toEqual(failedFrom(0));
    world.dynamo.beforePut = () => {};
    expect(await analyze(kinesisEvent([cool(0), cool(1)]), 'r')).toEqual(none);
    expect(await totals()).toMatchObject({ applied: 2 });
  });

  test('of a row that the store will never take is told, and holds nothing up', async () => {
    const invalid = new errors.ResponseError(types.responseErrorCodes.invalid, 'Key may not be empty');
    fail = (sent) => (sent.some(({ values }) => values.includes('sensor-1')) ? invalid : undefined);
    const { analyze, lines, numbers } = analyzeIn(world, pipeline);
    expect(await analyze(kinesisEvent([cool(0), cool(1), cool(2)]), 'r')).toEqual(none);
    expect(rowsOf(windowMetrics).map(({ key }) => key)).toEqual(['sensor-0', 'sensor-2']);
    expect(numbers).toMatchObject([{ refused: 1 }]);
    expect(lines).toMatchObject([
      { level: 'info', fields: { refused: 1, refusedBy: 'ops.window_metrics', refusal: 'Key may not be empty' } },
    ]);
    expect(await totals()).toMatchObject({ applied: 3 });
  });
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
  const all = () => rowsOf(windowMetrics).map(({ key, events }) => [key, events]);

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
  const { stamp } = stateOf('sensor-0');
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
