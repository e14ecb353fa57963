import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { count, max } from '../../../core/analysis/aggregate.ts';
import { type AnalysisEnd, sumAnalysisTotals } from '../../../core/analysis/batch/books.ts';
import { alerts, decisions, lateEvents, windowMetrics } from '../../../core/analysis/operations/tables.ts';
import type { Random } from '../../../core/producer/generator.ts';
import { createRandom } from '../../../core/producer/random.ts';
import type { SourceRecord } from '../../../core/source.ts';
import { dueItems } from '../../../functions/clients/state/due.ts';
import { readTallies } from '../../../functions/clients/tally.ts';
import { createSweep } from '../../../functions/sweep/sweep.ts';
import { rowsLeft } from '../../support/analysis/rows-left.ts';
import { recordOf } from '../../support/records.ts';
import { analyzeIn, environmentIn, FakeBus, pipelineWith, type World } from '../../unit/functions/support/analysis.ts';
import { FakeClock } from '../../unit/functions/support/fake-clock.ts';
import { FakeCql } from '../../unit/functions/support/fake-cql.ts';
import { FakeDynamo } from '../../unit/functions/support/fake-dynamo.ts';
import { kinesisEvent, reading } from '../../unit/functions/support/records.ts';

const NOON = Date.parse('2026-01-01T12:00:00Z');
const n = { n: count(), hottest: max(({ temperature_c }: { temperature_c: number }) => temperature_c) };

const pipeline = pipelineWith({
  latenessSeconds: 10,
  windows: [
    { name: 'fixed', kind: 'tumbling', sizeSeconds: 10, aggregates: n },
    { name: 'visits', kind: 'session', gapSeconds: 4, aggregates: n },
    {
      name: 'all',
      kind: 'tumbling',
      sizeSeconds: 30,
      scope: 'stream',
      groupBy: ({ humidity_pct }) => (humidity_pct > 50 ? 'wet' : 'dry'),
      aggregates: n,
    },
  ],
  rules: [
    {
      name: 'hot',
      kind: 'threshold',
      where: ({ temperature_c }) => temperature_c > 30,
      values: () => ({}),
      message: () => 'hot',
    },
    { name: 'busy', kind: 'window', window: 'fixed', when: ({ events }) => events > 4, message: () => 'busy' },
    { name: 'silent', kind: 'silence', afterSeconds: 15 },
  ],
  decider: {
    name: 'gate',
    where: ({ temperature_c }) => temperature_c > 24,
    windows: ['fixed', 'visits'],
    alertsWithinSeconds: 10,
    decide: ({ windows: { fixed, visits }, alerts: raised }) => ({
      decision: raised.length > 1 ? 'block' : 'review',
      score: Number(fixed?.values.hottest),
      reasons: [`${visits?.events} since ${visits?.start}`, raised.map(({ rule, at }) => `${rule} ${at}`).join()],
    }),
  },
});

const happening = fc.record({
  device: fc.integer({ min: 0, max: 3 }),
  waitMs: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: 1_500 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 30_000 }) },
  ),
  lagMs: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 9_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 9_000, max: 30_000 }) },
  ),
  temperature: fc.integer({ min: 20, max: 32 }),
  humidity: fc.integer({ min: 40, max: 60 }),
  again: fc.boolean(),
});

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** Records of two shards; some are the event before them, sent again. */
function recordsOf(story: readonly Happening[]): SourceRecord[] {
  let arrivedAt = NOON;
  let last: { device: number; payload: object } | undefined;
  return story.map(({ device, waitMs, lagMs, temperature, humidity, again }, index) => {
    arrivedAt += waitMs;
    const event = reading(index, {
      device_id: `device-${device}`,
      ts: new Date(arrivedAt - lagMs).toISOString(),
      temperature_c: temperature,
      humidity_pct: humidity,
    });
    const sent = again && last ? last : { device, payload: event };
    last = sent;
    return recordOf(sent.payload, {
      sequence: 10n ** 55n - 20n + BigInt(index),
      shard: `shard-${sent.device % 2}`,
      partitionKey: `device-${sent.device}`,
      arrivedAt,
    });
  });
}

/** What goes wrong, as shares of the operations. All zero: nothing does. */
interface Trouble {
  readonly fails: number;
  readonly answerLost: number;
  readonly dies: number;
  readonly sweeps: number;
}

/** The life of a pipeline's functions: deliveries, sweeps, failures and deaths, until all is applied; then a last sweep. */
async function live(records: readonly SourceRecord[], random: Random, trouble: Trouble) {
  let dead = false;
  const strike = (): void => {
    if (random.uniform(0, 1) < trouble.dies) dead = true;
    if (dead || random.uniform(0, 1) < trouble.fails) throw new Error('trouble');
  };
  const caught = (work: () => void): Error | undefined => {
    try {
      work();
      return undefined;
    } catch (error) {
      return error as Error;
    }
  };
  const dynamo = new FakeDynamo();
  dynamo.beforePut = strike;
  dynamo.afterPut = () => {
    if (random.uniform(0, 1) < trouble.answerLost) throw new Error('no answer');
  };
  const bus = new FakeBus();
  bus.answer = () => (caught(strike) ? 'InternalFailure' : undefined);
  const world = { dynamo, bus, cql: new FakeCql(() => caught(strike)), clock: new FakeClock(NOON) };
  const waiting = [...Map.groupBy(records, ({ position }) => position.shard).values()];

  let functions = analyzeIn(world, pipeline);
  const deliver = async (shard: SourceRecord[]): Promise<void> => {
    const batch = shard.slice(0, random.integer(1, 12));
    world.clock.pass(Math.max(0, (batch.at(-1)?.arrivedAt ?? 0) - world.clock.now()));
    const { batchItemFailures } = await functions.analyze(kinesisEvent(batch), 'r');
    if (dead) {
      dead = false;
      functions = analyzeIn(world, pipeline);
      return;
    }
    const failed = batchItemFailures[0]?.itemIdentifier;
    const done = failed ? batch.findIndex(({ position }) => position.sequence === failed) : batch.length;
    if (random.uniform(0, 1) >= trouble.answerLost) shard.splice(0, done);
  };
  const sweep = async (arrived: number): Promise<void> => {
    const once = createSweep({
      ...environmentIn(world, pipeline),
      pipelineName: pipeline.name,
      arrived: async () => arrived,
      due: (until) => dueItems(dynamo.client, 't', pipeline.name, until),
    });
    await once(() => 60_000).catch(() => undefined);
    dead = false;
  };

  while (waiting.some((shard) => shard.length > 0)) {
    await deliver(random.pick(waiting.filter((shard) => shard.length > 0)));
    const arrived = Math.min(world.clock.now(), ...waiting.flatMap(([first]) => first?.arrivedAt ?? []));
    if (random.uniform(0, 1) < trouble.sweeps) await sweep(arrived);
  }
  trouble = quiet;
  const delivered = await seen(world);
  for (let minutes = 0; minutes < 5; minutes += 1) {
    world.clock.pass(60_000);
    await sweep(world.clock.now());
  }
  return { delivered, swept: await seen(world) };
}

/** All that a reader of the tables, the bus and the books can see. */
async function seen({ cql, bus, dynamo }: World) {
  const windows = [...rowsLeft(windowMetrics, cql.written)].map(([key, row]) => [
    key,
    row.events,
    row.final,
    row.values_json,
    row.window_end,
  ]);
  const totals = sumAnalysisTotals(
    await readTallies<AnalysisEnd>(dynamo.client, 't', 'analyze', [new Date(NOON), new Date(NOON + 3_600_000)]),
  );
  return {
    windows: windows.sort(),
    alerts: [...rowsLeft(alerts, cql.written).values()].map(({ alert_id, rule }) => [alert_id, rule]).sort(),
    onBus: [...new Set(bus.alerts.map(({ id }) => id))].sort(),
    decisions: [...rowsLeft(decisions, cql.written).values()]
      .map(({ decided_at, ...decision }) => JSON.stringify(decision))
      .sort(),
    decisionsOnBus: [...new Set(bus.decisions.map(({ id }) => id))].sort(),
    late: [...rowsLeft(lateEvents, cql.written)]
      .map(([key, { reason, windows: missed }]) => [key, reason, missed])
      .sort(),
    totals: { ...totals, latency: undefined },
  };
}

type Seen = Awaited<ReturnType<typeof seen>>;

/** Shares of whole percents: doubles that fast-check draws are mostly next to nothing. */
const percent = (most: number) => fc.integer({ min: 0, max: most }).map((share) => share / 100);

const quiet: Trouble = { fails: 0, answerLost: 0, dies: 0, sweeps: 0 };

/** What does not depend on when sweeps come: they make results final, and find silences before the next event does. */
function untimely({ windows, alerts: raised, decisions: decided, decisionsOnBus, late, totals }: Seen) {
  return {
    windows: windows.map(([key, events, , values, end]) => [key, events, values, end]),
    alerts: raised.filter(([, rule]) => rule !== 'silent'),
    decided,
    decisionsOnBus,
    late,
    totals,
  };
}

describe('analysis among failures and deaths', () => {
  it('ends with the same windows, alerts, decisions, late events and books as without, whatever goes wrong in between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { minLength: 1, maxLength: 60 }),
        fc.integer(),
        fc.record({
          fails: percent(15),
          answerLost: percent(10),
          dies: percent(8),
          sweeps: percent(50),
        }),
        async (story, seed, trouble) => {
          const records = recordsOf(story);
          const expected = await live(records, createRandom('quiet', seed), quiet);
          const actual = await live(records, createRandom('trouble', seed), trouble);
          expect(actual.swept).toEqual(expected.swept);
          expect(actual.swept.onBus).toHaveLength(actual.swept.alerts.length);
          expect(actual.swept.decisionsOnBus).toHaveLength(actual.swept.decisions.length);
          expect(untimely(actual.delivered)).toEqual(untimely(expected.delivered));
        },
      ),
      { numRuns: 60 },
    );
  });
});
