import { describe, expect, it } from 'vitest';
import { lateRow, windowRow } from '../../../../../core/analysis/operations/rows.ts';
import type { Window } from '../../../../../core/analysis/window.ts';
import { NOON, type Trade, tradesAt } from '../../../../support/analysis/trades.ts';
import { annaFold, dispositions, results, tens } from './support.ts';

/** Seconds after noon that lie before the year 1, and after the year 9999. */
const outside = [-1e300, -1e12, 1e12, 1e300];

describe('an event time', () => {
  it.each(outside)('that no table takes fails its event and no other: %d', (at) => {
    const { disposed, ...outcome } = annaFold().batch(undefined, tradesAt([{ at: 0 }, { at, arrived: 1 }, { at: 2 }]));
    expect(disposed.map(({ disposition }) => disposition)).toEqual(['applied', 'failed', 'applied']);
    expect(disposed[1]).toMatchObject({ time: undefined });
    expect(disposed[1]?.reason).toMatch(/eventTime gave .*, which is no time of the years 1 to 9999/);
    expect(results(outcome)).toEqual(['0–10: 2']);
  });

  it('at either end of what there is has rows', () => {
    const ends = ['0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'].map((end) => (Date.parse(end) - NOON) / 1000);
    const day: Window<Trade> = { name: 'days', kind: 'tumbling', sizeSeconds: 86_400, aggregates: tens.aggregates };
    for (const at of ends) {
      const { disposed, results: made } = annaFold({ windows: [day] }).batch(undefined, tradesAt([{ at }]));
      expect(disposed).toMatchObject([{ disposition: 'applied' }]);
      for (const result of made) expect(windowRow('p', result, '').window_start).toEqual(new Date(result.start));
      const windows = made.map(({ window, start, end }) => ({ name: window, start, end }));
      const late = { position: { stream: 's', shard: 'a', sequence: '1' }, arrivedAt: NOON, partitionKey: 'anna' };
      expect(lateRow('p', { ...late, eventId: 'e', eventTime: NOON, reason: 'late', windows }).windows).toHaveLength(1);
    }
  });

  it('counts in whole milliseconds, as rows have it', () => {
    const session: Window<Trade> = { name: 'visits', kind: 'session', gapSeconds: 10, aggregates: tens.aggregates };
    const records = tradesAt([
      { at: 0.0017, arrived: 1 },
      { at: 0.0012, arrived: 1 },
    ]);
    const outcome = annaFold({ windows: [session] }).batch(undefined, records);
    expect(dispositions(outcome)).toEqual(['applied', 'applied']);
    expect(outcome.results).toMatchObject([{ start: NOON + 1, events: 2 }]);
    expect(outcome.results).toHaveLength(1);
  });
});
