import { describe, expect, it } from 'vitest';
import { analysisDocument } from '../../../../cli/analysis/document.ts';
import { type AnalyzedPipeline, expectationOf } from '../../../../cli/analysis/expectation.ts';
import { allDifferences, reportOn } from '../../../../cli/analysis/report.ts';
import { analysisText } from '../../../../cli/analysis/text.ts';
import { decisionRow } from '../../../../core/analysis/operations/rows.ts';
import { decisionsOf } from '../../../../core/reference/decisions.ts';
import type { Row } from '../../../../core/table.ts';
import { NOON, type Trade, tradesAt, tradesPipeline } from '../../../support/analysis/trades.ts';

const deciding = tradesPipeline({
  latenessSeconds: 10,
  dedupeSeconds: 10,
  decider: {
    name: 'gate',
    where: ({ kind }) => kind === 'buy',
    windows: [],
    decide: ({ event: { amount } }) =>
      Number(amount) > 50 ? { decision: 'block', reasons: [`amount ${amount}`] } : { decision: 'allow', reasons: [] },
  },
});
const pipeline = deciding as unknown as AnalyzedPipeline;

/** An earlier run, and from 300 s on the one at hand: a large one, a small one, its duplicate, a late one. */
const planned = [
  { at: 10, amount: 60 },
  { at: 300, amount: 70 },
  { at: 301, amount: 2 },
  { at: 301, amount: 2, id: 'e2', arrived: 302 },
  { at: 250, amount: 3, arrived: 311 },
] as const;
const accepted = tradesAt(planned);
const stream = { records: accepted.map(({ record }) => record), parents: new Map() };
const isOfRun = ({ arrivedAt }: { readonly arrivedAt: number }) => arrivedAt >= NOON + 300_000;
const books = {
  counts: { applied: 3, duplicate: 1, late: 1, failed: 0, rejected: 0 },
  since: NOON,
  has: () => true,
};

async function reportWith(change: (rows: Row[]) => void = () => {}) {
  const rows = decisionsOf<Trade>(deciding, accepted).map((one) =>
    decisionRow({ ...one, reasons: one.reasons ?? [], decidedAt: one.arrivedAt }),
  );
  change(rows);
  const shell = {
    async select<R>(statement: string, [, hour, bucket]: readonly unknown[]): Promise<R[]> {
      if (statement.includes('"analyze_batches"')) {
        const [first_sequence, last_sequence] = ['100', '104'];
        const published_at = new Date(NOON + 301_250);
        return [{ shard: 'shardId-000000000000', first_sequence, last_sequence, published_at }] as R[];
      }
      if (!statement.includes('"decisions"')) return [];
      return rows.filter((row) => row.bucket === bucket && Number(row.hour) === Number(hour)) as R[];
    },
  };
  return reportOn(shell, pipeline, expectationOf(pipeline, stream, isOfRun, NOON + 320_000), books);
}

describe('the decisions of a run', () => {
  it('are held against the reference, those of this run alone, and their latency is measured', async () => {
    const report = await reportWith();
    expect(allDifferences(report)).toEqual([]);
    expect(report.decisions?.map(({ eventId, decision }) => [eventId, decision])).toEqual([
      ['e1', 'block'],
      ['e2', 'allow'],
    ]);
    expect(report.decisionLatency).toMatchObject({ measured: 2, p50: 250, max: 1250 });
    const text = analysisText(report);
    for (const part of ['Decisions', '2 compared', '1 allow · 0 review · 1 block', 'p99 1250 ms'])
      expect(text).toContain(part);
    expect(analysisDocument(report)).toMatchObject({
      decisions: {
        compared: 2,
        byKind: { allow: 1, review: 0, block: 1 },
        latencyMs: { measured: 2 },
        differences: [],
      },
    });
  });

  it('are wrong where one is missing, says something else, or is about what is not to be decided', async () => {
    const wrong = async (change: (rows: Row[]) => void) =>
      (await reportWith(change)).decisionDifferences.map(({ what }) => what);
    expect(await wrong((rows) => rows.splice(1, 1))).toEqual(['is missing']);
    expect(
      await wrong((rows) => {
        rows[1] = { ...rows[1], decision: 'review', reasons: [] };
      }),
    ).toEqual(['has decision "review" instead of "block"', 'has reasons [] instead of ["amount 70"]']);
    expect(
      await wrong((rows) => {
        const late = decisionRow({
          ...{ id: 'f', pipeline: 'trades', decider: 'gate', version: 1, key: 'anna', eventId: 'e4', at: NOON },
          ...{ arrivedAt: NOON + 311_000, decidedAt: NOON, decision: 'allow', reasons: [] },
        });
        rows.push(late);
      }),
    ).toEqual(['is there, and no event calls for it']);
  });

  it('are not spoken of where the pipeline has no decider', async () => {
    const { decider, ...rest } = pipeline.analysis;
    const plain = { ...pipeline, analysis: rest };
    const shell = { select: async () => [] };
    const report = await reportOn(shell, plain, expectationOf(plain, stream, isOfRun, NOON + 320_000), books);
    expect(report.decisions).toBeUndefined();
    expect(analysisDocument(report)).not.toHaveProperty('decisions');
    expect(analysisText(report)).not.toContain('Decisions');
  });
});
