import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnalyzedPipeline } from '../../../../../core/analysis/fold/pipeline-parts.ts';
import type { Rule } from '../../../../../core/analysis/rule.ts';
import type { Window } from '../../../../../core/analysis/window.ts';
import { createRandom } from '../../../../../core/producer/random.ts';
import { SimulatedCloud, type Trouble } from '../../../../support/analysis/simulated-cloud.ts';
import type { SimulatedStore } from '../../../../support/analysis/simulated-store.ts';
import { tradeDecider } from '../../../../support/analysis/trade-decider.ts';
import { tradeRules } from '../../../../support/analysis/trade-rules.ts';
import { type TradeStream, tradeParents, tradeStreams } from '../../../../support/analysis/trade-streams.ts';
import { tradeWindows } from '../../../../support/analysis/trade-windows.ts';
import { type Trade, tradesPipeline } from '../../../../support/analysis/trades.ts';

/** A run is two clouds of up to 60 records, 22 windows and rules, in some 50 ms. */
const RUNS = 40;
const TIMEOUT_MS = 120_000;

const peace: Trouble = { crash: 0, failure: 0, replay: 0, sweep: 0 };
const trouble: Trouble = { crash: 0.05, failure: 0.03, replay: 0.05, sweep: 0 };

const ofStream = (window: string) => tradeWindows.find(({ name }) => name === window)?.scope === 'stream';

/** All that a reader sees in the end. What depends on the order in which shards meet in a group is left out. */
function endOf(store: SimulatedStore) {
  const rows = [...store.rows.values()].flatMap(({ result }) => {
    if (!result) return [];
    const { lastEventId, ...rest } = result;
    return [{ ...rest, lastEventId: ofStream(result.window) ? '' : lastEventId }];
  });
  const alerts = [...store.alerts.values()].map(({ raisedAt, values, message, ...alert }) =>
    ofStream(alert.window?.name ?? '') ? { ...alert, events: [] } : { ...alert, values, message },
  );
  const books = [...store.books].map(([shard, counted]) => [shard, Object.fromEntries(counted)]);
  return {
    rows: rows.sort((a, b) => order([a.window, a.key, a.start], [b.window, b.key, b.start])),
    alerts: alerts.sort((a, b) => order([a.id], [b.id])),
    decisions: [...store.decisions.values()]
      .map(({ decidedAt, ...decision }) => decision)
      .sort((a, b) => order([a.arrivedAt, a.id], [b.arrivedAt, b.id])),
    bus: [...new Set(store.bus)].sort(),
    leftOut: Object.fromEntries(store.leftOut),
    books: Object.fromEntries(books),
  };
}

function order(a: readonly unknown[], b: readonly unknown[]): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

function runs(
  stream: TradeStream,
  seed: number,
  rules: readonly Rule<Trade>[],
  windows: readonly Window<Trade>[],
  how: Trouble,
) {
  const { latenessSeconds, dedupeSeconds, records } = stream;
  const pipeline: AnalyzedPipeline<Trade> = tradesPipeline({
    latenessSeconds,
    dedupeSeconds,
    windows,
    rules,
    decider: tradeDecider,
  });
  const run = (name: Trouble) =>
    endOf(new SimulatedCloud(pipeline, records, tradeParents, createRandom('cloud', seed), name).run());
  return { troubled: run(how), peaceful: run(peace) };
}

/** No event is older at its arrival than the lateness: then a sweep never makes final what has not all come. */
const punctual = tradeStreams.filter(({ records, latenessSeconds }) =>
  records.every(({ record, event }) => event.time >= record.arrivedAt - latenessSeconds * 1000),
);

describe('analysis on a cloud where processes die, writes fail and shards are replayed', () => {
  it(
    'ends with the rows, alerts, decisions, late list and books of a cloud in which nothing happens',
    () => {
      fc.assert(
        fc.property(tradeStreams, fc.integer(), (stream, seed) => {
          const { troubled, peaceful } = runs(stream, seed, tradeRules, tradeWindows, trouble);
          expect(troubled).toEqual(peaceful);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'does so with sweeps at any moment, where no event comes later than the lateness',
    () => {
      fc.assert(
        fc.property(punctual, fc.integer(), (stream, seed) => {
          const { troubled, peaceful } = runs(stream, seed, tradeRules, tradeWindows, { ...trouble, sweep: 0.1 });
          expect(troubled).toEqual(peaceful);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );
});
