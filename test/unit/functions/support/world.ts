import { type AnalysisEnd, sumAnalysisTotals } from '../../../../core/analysis/batch/books.ts';
import type { Table } from '../../../../core/table.ts';
import { readTallies } from '../../../../functions/clients/tally.ts';
import { rowsLeft } from '../../../support/analysis/rows-left.ts';
import { FakeBus, type World } from './analysis.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeCql, type Sent } from './fake-cql.ts';
import { FakeDynamo } from './fake-dynamo.ts';

/** A world in memory, as a test looks at it from outside the functions. */
export interface WatchedWorld extends World {
  /** What Cassandra does with statements; undefined where it takes them. */
  fail: (sent: readonly Sent[]) => Error | undefined;
  /** Rows of a table, by column. */
  rows(table: Table): Record<string, unknown>[];
  /** State of a partition key; null where there is none. */
  stateOf(key: string): { readonly stamp: number; readonly outbox: readonly unknown[] };
  /** The books of analyze. */
  totals(): Promise<ReturnType<typeof sumAnalysisTotals>>;
}

/** An empty world. */
export function createWorld(): WatchedWorld {
  const dynamo = new FakeDynamo();
  const cql: FakeCql = new FakeCql((sent) => world.fail(sent));
  const world: WatchedWorld = {
    dynamo,
    cql,
    bus: new FakeBus(),
    clock: new FakeClock(),
    fail: () => undefined,
    rows: (table) => [...rowsLeft(table, cql.written).values()],
    stateOf: (key) => JSON.parse(dynamo.itemOf(`keyed#sensors#${key}`)?.state?.S ?? 'null'),
    totals: async () =>
      sumAnalysisTotals(await readTallies<AnalysisEnd>(dynamo.client, 't', 'analyze', [new Date('2026-01-01')])),
  };
  return world;
}
