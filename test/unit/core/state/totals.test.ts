import { describe, expect, it } from 'vitest';
import type { BatchOutcome } from '../../../../core/batch.ts';
import { byHour, foldTally, sumVersions } from '../../../../core/state/tally.ts';
import {
  finishedOf,
  ingestEnds,
  latencyBoundsMs,
  latencyPercentile,
  sumTotals,
  type Totals,
} from '../../../../core/state/totals.ts';
import { recordOf } from '../../../support/records.ts';

const NOON = Date.UTC(2025, 9, 16, 12);
const MINUTE_MS = 60_000;

/** An outcome of records `[sequence, arrival]`, written 120 ms after the last arrival. */
function outcomeOf(stored: readonly (readonly [number, number])[], rejected: typeof stored = []): BatchOutcome {
  const record = ([sequence, arrivedAt]: readonly [number, number]) => recordOf('{}', { sequence, arrivedAt });
  const all = [...stored, ...rejected];
  const writtenAt = Math.max(...all.map(([, arrivedAt]) => arrivedAt)) + 120;
  return {
    records: all.map(record),
    stored: stored.map((entry) => ({ record: record(entry), event: {} })),
    rejected: rejected.map((entry) => ({ record: record(entry), reasons: [] })),
    receivedAt: writtenAt - 20,
    judgedAt: writtenAt - 10,
    writtenAt,
  };
}

const foldTotals = (previous: Totals | undefined, outcome: BatchOutcome): Totals =>
  foldTally(ingestEnds, previous, finishedOf(outcome), outcome.writtenAt);

describe('foldTally', () => {
  const first = outcomeOf(
    [
      [1, NOON],
      [2, NOON],
    ],
    [[3, NOON + MINUTE_MS]],
  );

  it('counts by minute of arrival', () => {
    const totals = foldTotals(undefined, first);
    expect(totals.applied).toBe('3');
    expect(Object.keys(totals.minutes)).toEqual(['2025-10-16T12:00', '2025-10-16T12:01']);
    expect(totals.minutes['2025-10-16T12:00']).toMatchObject({
      records: 2,
      stored: 2,
      rejected: 0,
      lastArrivedAt: NOON,
    });
    expect(totals.minutes['2025-10-16T12:01']).toMatchObject({ records: 1, stored: 0, rejected: 1 });
  });

  it('counts bytes as the stream does: data and partition key', () => {
    const totals = foldTotals(undefined, first);
    expect(totals.minutes['2025-10-16T12:00']?.bytes).toBe(2 * ('{}'.length + 'sensor-23'.length));
    expect(sumTotals([totals, totals]).bytes).toBe(2 * 3 * 11);
  });

  it('goes on from an item of before bytes were counted', () => {
    const totals = foldTotals(undefined, first);
    const minutes = Object.entries(totals.minutes).map(([minute, { bytes: _, ...tally }]) => [minute, tally]);
    const old: Totals = { ...totals, minutes: Object.fromEntries(minutes) };
    const next = foldTotals(old, outcomeOf([[4, NOON]]));
    expect(next.minutes['2025-10-16T12:00']).toMatchObject({ records: 3, bytes: 11 });
    expect(sumTotals([old]).bytes).toBe(0);
  });

  it('adds nothing for a replay', () => {
    const totals = foldTotals(undefined, first);
    expect(foldTotals(totals, first)).toEqual(totals);
  });

  it('adds the new part of an overlap, whatever the length of the numbers', () => {
    const before = foldTotals(
      undefined,
      outcomeOf([
        [8, NOON],
        [9, NOON],
      ]),
    );
    const totals = foldTotals(
      before,
      outcomeOf([
        [9, NOON],
        [10, NOON],
      ]),
    );
    expect(totals.applied).toBe('10');
    expect(sumTotals([totals]).stored).toBe(3);
  });

  it('leaves the previous item as it was', () => {
    const before = foldTotals(undefined, first);
    const copy = structuredClone(before);
    foldTotals(before, outcomeOf([[4, NOON]]));
    expect(before).toEqual(copy);
  });

  it('survives JSON', () => {
    const totals = foldTotals(undefined, first);
    expect(JSON.parse(JSON.stringify(totals))).toEqual(totals);
  });

  it('refuses to begin without a record', () => {
    expect(() => foldTotals(undefined, { ...first, stored: [], rejected: [] })).toThrow(RangeError);
  });
});

describe('byHour', () => {
  it('cuts an outcome by hour of arrival', () => {
    const outcome = outcomeOf(
      [
        [1, NOON - 1],
        [3, NOON],
      ],
      [[2, NOON - 1]],
    );
    const parts = byHour(finishedOf(outcome));
    expect(parts.map(({ hour }) => hour.toISOString())).toEqual([
      '2025-10-16T11:00:00.000Z',
      '2025-10-16T12:00:00.000Z',
    ]);
    expect(parts.map(({ finished }) => finished.map(({ as }) => as))).toEqual([['stored', 'rejected'], ['stored']]);
  });

  it('makes no part of records that failed', () => {
    const outcome = outcomeOf([
      [1, NOON],
      [2, NOON + 60 * MINUTE_MS],
    ]);
    expect(byHour(finishedOf({ ...outcome, stored: outcome.stored.slice(0, 1) }))).toHaveLength(1);
  });
});

describe('counting by version', () => {
  const { stored, rejected, ...rest } = outcomeOf(
    [
      [1, NOON],
      [2, NOON + 1],
    ],
    [[3, NOON + 2]],
  );
  const outcome: BatchOutcome = {
    ...rest,
    stored: stored.map((one, n) => ({ ...one, version: n + 1 })),
    rejected: rejected.map((one) => ({ ...one, version: 2 })),
  };

  it('counts what was rejected too, and a replay not again', () => {
    const totals = foldTotals(undefined, outcome);
    const two = { records: 2, lastArrivedAt: NOON + 2 };
    expect(totals.versions).toEqual({ 1: { records: 1, lastArrivedAt: NOON }, 2: two });
    expect(foldTotals(totals, outcome)).toEqual(totals);
  });

  it('takes no room where the schema has one version', () => {
    expect(foldTotals(undefined, outcomeOf([[1, NOON]]))).not.toHaveProperty('versions');
  });

  it('adds batches, shards and hours up', () => {
    const totals = foldTotals(undefined, outcome);
    const { stored: later } = outcomeOf([[4, NOON + 9]]);
    const next = { ...outcome, stored: later.map((one) => ({ ...one, version: 1 })), rejected: [] };
    expect(foldTotals(totals, next).versions?.[1]).toEqual({ records: 2, lastArrivedAt: NOON + 9 });
    expect(sumVersions([totals, {}, totals])).toEqual({
      1: { records: 2, lastArrivedAt: NOON },
      2: { records: 4, lastArrivedAt: NOON + 2 },
    });
  });
});

describe('sumTotals', () => {
  const items = [
    foldTotals(undefined, outcomeOf([[1, NOON]])),
    foldTotals(undefined, outcomeOf([[5, NOON + MINUTE_MS]], [[6, NOON]])),
  ];

  it('adds shards and hours up', () => {
    expect(sumTotals(items)).toMatchObject({ records: 3, stored: 2, rejected: 1, lastArrivedAt: NOON + MINUTE_MS });
    expect(sumTotals(items).latency.reduce((sum, count) => sum + count, 0)).toBe(3);
  });

  it('leaves out what came before the minute asked for', () => {
    expect(sumTotals(items, new Date(NOON + MINUTE_MS + 30_000)).records).toBe(1);
  });

  it('is zero for nothing', () => {
    expect(sumTotals([])).toEqual({ records: 0, stored: 0, rejected: 0, latency: [], lastArrivedAt: 0, bytes: 0 });
  });
});

describe('latencyPercentile', () => {
  it('interpolates within the bucket', () => {
    const { latency } = sumTotals([
      foldTotals(
        undefined,
        outcomeOf([
          [1, NOON],
          [2, NOON],
        ]),
      ),
    ]);
    expect(latencyPercentile(latency, 1)).toBe(125);
    expect(latencyPercentile(latency, 0.5)).toBe(112.5);
  });

  it('is nothing for no measurement', () => {
    expect(latencyPercentile([], 0.5)).toBeUndefined();
    expect(latencyPercentile([0, 0], 0)).toBeUndefined();
  });

  it('gives the last bound for what is beyond it', () => {
    const beyond = [...latencyBoundsMs.map(() => 0), 4];
    expect(latencyPercentile(beyond, 0.99)).toBe(43_200_000);
  });

  it.each([-0.1, 1.1, Number.NaN])('refuses the share %d', (share) => {
    expect(() => latencyPercentile([1], share)).toThrow(/from 0 to 1 \(received/);
  });
});
