import { describe, expect, it } from 'vitest';
import { type Books, bookDifferences } from '../../../../cli/analysis/books.ts';
import { type AnalyzedPipeline, expectationOf } from '../../../../cli/analysis/expectation.ts';
import { reportOn } from '../../../../cli/analysis/report.ts';
import { count, sum } from '../../../../core/analysis/aggregate.ts';
import { alertRow, windowRow } from '../../../../core/analysis/operations/rows.ts';
import { referenceOf } from '../../../../core/reference/reference.ts';
import type { CqlValue, Row, Table } from '../../../../core/table.ts';
import { NOON, type Trade, tradesAt, tradesPipeline } from '../../../support/analysis/trades.ts';

const ownTable: Table & { readonly clientTimestamps: true } = {
  keyspace: 'trades',
  name: 'minutes',
  answers: 'What did a user spend in a minute?',
  columns: { user: 'text', minute: 'timestamp', spent: 'double' },
  partitionKey: ['user'],
  clusteringKey: [{ column: 'minute', order: 'DESC' }],
  clientTimestamps: true,
};

const pipeline = tradesPipeline({
  latenessSeconds: 10,
  dedupeSeconds: 10,
  windows: [
    {
      name: 'minute',
      kind: 'tumbling',
      sizeSeconds: 60,
      aggregates: { n: count<Trade>(), spent: sum(({ amount }) => amount) },
      table: {
        table: ownTable,
        toRow: ({ key, start, values }) => ({ user: key, minute: new Date(start), spent: Number(values.spent) }),
      },
    },
  ],
  rules: [
    {
      name: 'large',
      kind: 'threshold',
      where: ({ amount }) => Number(amount) > 50,
      values: ({ amount }) => ({ amount }),
      message: ({ id }) => id,
    },
    { name: 'quiet', kind: 'silence', afterSeconds: 30 },
  ],
}) as unknown as AnalyzedPipeline;

/** An earlier run, and from 300 s on the one at hand. */
const records = tradesAt([
  { at: 10, amount: 60 },
  { at: 20, amount: 1 },
  { at: 300, amount: 70 },
  { at: 310, amount: 2 },
  { at: 250, amount: 3, arrived: 311 },
]).map(({ record }) => record);
const stream = { records, parents: new Map() };
const isOfRun = ({ arrivedAt }: { readonly arrivedAt: number }) => arrivedAt >= NOON + 300_000;
const now = NOON + 320_000;
const books: Books = {
  counts: { applied: 4, duplicate: 0, late: 1, failed: 0, rejected: 0 },
  since: NOON,
  has: () => true,
};

type Rows = { windows: Row[]; alerts: Row[]; own: Row[]; batches: Row[] };

/** What the tables hold when all went well. */
function rowsOf(): Rows {
  const accepted = tradesAt([
    { at: 10, amount: 60 },
    { at: 20, amount: 1 },
    { at: 300, amount: 70 },
    { at: 310, amount: 2 },
  ]);
  const { windows, alerts } = referenceOf(pipeline, accepted);
  const position = { shard: 'shardId-000000000000', first_sequence: '102', last_sequence: '104' };
  return {
    windows: windows.map((one) => windowRow('trades', { ...one, final: one.end <= one.watermark }, 'hash')),
    own: windows.map(({ key, start, values }) => ({ user: key, minute: new Date(start), spent: Number(values.spent) })),
    alerts: alerts.map((one) => alertRow({ ...one, message: one.message ?? '', raisedAt: one.at })),
    batches: [{ ...position, published_at: new Date(NOON + 300_250) }],
  };
}

/** Answers SELECTs by the columns that they name, in the order of the values bound. */
function shellOver(rows: Rows) {
  return {
    async select<R>(statement: string, bound: readonly unknown[]): Promise<R[]> {
      const [, name = ''] = /FROM "\w+"\."(\w+)"/.exec(statement) ?? [];
      const table = { window_metrics: rows.windows, alerts: rows.alerts, minutes: rows.own }[name];
      const columns = [...(statement.split('WHERE')[1] ?? '').matchAll(/"(\w+)" = \?/g)].map(
        ([, column = '']) => column,
      );
      const same = (a: CqlValue | undefined, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
      const found = table?.filter((row) => columns.every((column, index) => same(row[column], bound[index])));
      return (found ?? rows.batches) as R[];
    },
  };
}

const reportWith = (change: (rows: Rows) => void = () => {}) => {
  const rows = rowsOf();
  change(rows);
  return reportOn(shellOver(rows), pipeline, expectationOf(pipeline, stream, isOfRun, now), books);
};

describe('the report on windows and alerts of a run', () => {
  it('is equal when the tables hold what the reference works out, and looks at this run alone', async () => {
    const report = await reportWith(({ windows }) => windows.splice(0, 1));
    expect(report).toMatchObject({
      counts: { accepted: 3, applied: 2, duplicate: 0, late: 1, failed: 0 },
      bookDifferences: [],
      windowsCompared: 1,
      windowDifferences: [],
      alertDifferences: [],
    });
    expect(report.alerts.map(({ rule }) => rule)).toEqual(['large']);
  });

  it('names a window that is missing, one that is wrong, and one that should not be there', async () => {
    const missing = await reportWith(({ windows }) => windows.splice(1, 1));
    expect(missing.windowDifferences).toEqual([
      { of: 'window minute of anna from 2026-11-22T12:05:00.000Z', what: 'is missing' },
    ]);
    const wrong = await reportWith(({ windows }) => {
      windows[1] = { ...windows[1], events: 1, values_json: '{"n":1,"spent":72}' };
    });
    expect(wrong.windowDifferences.map(({ what }) => what)).toEqual([
      'is of 1 events instead of 2',
      'has n 1 instead of 2',
    ]);
    const extra = await reportWith(({ windows }) => {
      windows.push({ ...windows[1], window_start: new Date(NOON + 330_000) });
    });
    expect(extra.windowDifferences).toEqual([
      { of: 'window minute of anna from 2026-11-22T12:05:30.000Z', what: 'is there, and no event calls for it' },
    ]);
  });

  it("names a row of the window's own table that is not what the window came to", async () => {
    const wrong = await reportWith(({ own }) => {
      own[1] = { ...own[1], spent: 71 };
    });
    expect(wrong.windowDifferences).toEqual([
      { of: 'row of window minute of anna in trades.minutes', what: 'has spent 71 instead of 72' },
    ]);
    const missing = await reportWith(({ own }) => own.splice(1, 1));
    expect(missing.windowDifferences.map(({ what }) => what)).toEqual(['is missing']);
  });

  it('names alerts that are missing, altered, or not called for', async () => {
    const isOurs = ({ at }: Row) => (at as Date).getTime() === NOON + 300_000;
    const missing = await reportWith((rows) => {
      rows.alerts = rows.alerts.filter((row) => !isOurs(row));
    });
    expect(missing.alertDifferences.map(({ what }) => what)).toEqual(['is missing']);
    const altered = await reportWith((rows) => {
      rows.alerts = rows.alerts.map((row) => (isOurs(row) ? { ...row, message: 'hm', severity: 'info' } : row));
    });
    expect(altered.alertDifferences.map(({ what }) => what)).toEqual([
      'has severity "info" instead of "warning"',
      'says "hm" instead of "e2"',
    ]);
    const extra = await reportWith((rows) => {
      const ours = rows.alerts.find(isOurs);
      rows.alerts.push({ ...ours, alert_id: 'ffff', events: ['e3'] });
    });
    expect(extra.alertDifferences.map(({ what }) => what)).toEqual(['is there, and no event calls for it']);
  });

  it('takes an alert that only time decides whether it is there or not', async () => {
    const later = expectationOf(pipeline, stream, isOfRun, now + 60_000);
    const silence = later.alertsByNow.find(({ rule }) => rule === 'quiet');
    expect(silence).toMatchObject({ events: ['e3'] });
    expect(later.alerts.map(({ rule }) => rule)).toEqual(['large']);
    const rows = rowsOf();
    expect((await reportOn(shellOver(rows), pipeline, later, books)).alertDifferences).toEqual([]);
    if (silence) rows.alerts.push(alertRow({ ...silence, message: 'quiet', raisedAt: now + 60_000 }));
    expect((await reportOn(shellOver(rows), pipeline, later, books)).alertDifferences).toEqual([]);
  });

  it('measures from the arrival of the event that raised an alert until its batch was published', async () => {
    expect((await reportWith()).latency).toEqual({ measured: 1, p50: 250, p95: 250, p99: 250, max: 250 });
  });
});

describe('the books of analyze', () => {
  const ended = records.map((record, index) => ({ record, as: index === 4 ? 'late' : 'applied' }) as const);

  it('have to count every record that the function has finished with', () => {
    expect(bookDifferences('trades', books, ended)).toEqual([]);
    expect(bookDifferences('trades', { ...books, counts: { ...books.counts, applied: 5 } }, ended)).toEqual([
      { of: 'books of caudal-trades-analyze since 2026-11-22T12:00:00.000Z', what: 'count 5 applied instead of 4' },
    ]);
  });

  it('need not count what came before, and what is still to come', () => {
    const counts = { ...books.counts, applied: 2, late: 0 };
    const has = ({ sequence }: { readonly sequence: string }) => sequence !== '104';
    expect(bookDifferences('trades', { counts, since: NOON + 60_000, has }, ended)).toEqual([]);
  });
});
