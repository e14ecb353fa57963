import { describe, expect, it } from 'vitest';
import { count, distinct, percentile, sum, topK } from '../../../../core/analysis/aggregate.ts';
import { referenceOf } from '../../../../core/reference/reference.ts';
import { NOON, type Trade, tradesAt, tradesPipeline } from '../../../support/analysis/trades.ts';

const counted = { aggregates: { n: count<Trade>() } };
const at = (milliseconds: number) => (milliseconds - NOON) / 1000;

describe('dispositions', () => {
  const pipeline = tradesPipeline({
    latenessSeconds: 10,
    dedupeSeconds: 20,
    rules: [
      {
        name: 'throws',
        kind: 'threshold',
        where: ({ amount }) => {
          if (amount === -1) throw new Error('no');
          return false;
        },
        values: () => ({}),
        message: () => '',
      },
    ],
  });
  const decided = (records: Parameters<typeof tradesAt>[0]) =>
    referenceOf(pipeline, tradesAt(records)).decided.map(({ disposition }) => disposition);

  it('are by the highest event time so far, each at most its arrival', () => {
    expect(decided([{ at: 100 }, { at: 90 }, { at: 89 }])).toEqual(['applied', 'applied', 'late']);
    expect(decided([{ at: 500, arrived: 100 }, { at: 90 }])).toEqual(['applied', 'applied']);
  });

  it('know an event again up to the horizon, late or not', () => {
    expect(decided([{ at: 85, id: 'a' }, { at: 100 }, { at: 85, id: 'a' }])).toEqual([
      'applied',
      'applied',
      'duplicate',
    ]);
    expect(decided([{ at: 85, id: 'a' }, { at: 106 }, { at: 85, id: 'a' }])).toEqual(['applied', 'applied', 'late']);
  });

  it('leave out what a function throws over', () => {
    expect(decided([{ at: 100, amount: -1 }, { at: 1 }])).toEqual(['failed', 'applied']);
  });

  it('leave out what has no time of the years 1 to 9999', () => {
    expect(decided([{ at: -1e300 }, { at: 1e12 }, { at: 1 }])).toEqual(['failed', 'failed', 'applied']);
  });

  it('ask functions of an anomaly only about the events that it looks at', () => {
    const fails = (): never => {
      throw new Error('asked');
    };
    const unasked = [
      { where: () => false, of: fails },
      { of: () => null, groupBy: fails },
    ].map((over, index) => ({ kind: 'anomaly' as const, name: `unasked-${index}`, ...over }));
    const [one] = referenceOf(tradesPipeline({ rules: unasked }), tradesAt([{ at: 0 }])).decided;
    expect(one?.disposition).toBe('applied');
  });

  it('are per partition key, children of a shard after it', () => {
    const [first, second] = tradesAt([{ at: 50 }, { at: 100 }]);
    if (!first || !second) throw new Error('two records were made');
    const later = {
      ...first,
      record: { ...first.record, position: { ...first.record.position, shard: 'a-child', sequence: '1' } },
    };
    const parents = new Map([['a-child', [second.record.position.shard]]]);
    expect(referenceOf(pipeline, [later, second], { parents }).decided.map(({ disposition }) => disposition)).toEqual([
      'applied',
      'late',
    ]);
  });
});

describe('windows', () => {
  const windowsOf = (window: object, records: Parameters<typeof tradesAt>[0]) =>
    referenceOf(
      tradesPipeline({ windows: [{ name: 'w', ...counted, ...window } as never] }),
      tradesAt(records),
    ).windows.map(({ key, start, end, values }) => [key, at(start), at(end), values.n]);

  it('of a fixed size begin at multiples of it', () => {
    expect(windowsOf({ kind: 'tumbling', sizeSeconds: 60 }, [{ at: 59 }, { at: 60 }, { at: 119 }])).toEqual([
      ['anna', 0, 60, 1],
      ['anna', 60, 120, 2],
    ]);
    expect(windowsOf({ kind: 'hopping', sizeSeconds: 60, hopSeconds: 30 }, [{ at: 30 }])).toEqual([
      ['anna', 0, 60, 1],
      ['anna', 30, 90, 1],
    ]);
  });

  it('of sessions merge when an event comes in between', () => {
    const gap = { kind: 'session', gapSeconds: 10 };
    expect(windowsOf(gap, [{ at: 0 }, { at: 10 }])).toEqual([
      ['anna', 0, 10, 1],
      ['anna', 10, 20, 1],
    ]);
    expect(windowsOf(gap, [{ at: 0 }, { at: 10 }, { at: 5 }])).toEqual([['anna', 0, 20, 3]]);
  });

  it('are by group, of one key or of all', () => {
    const records = [
      { at: 0, group: 'x' },
      { at: 1, key: 'ben', group: 'x' },
    ];
    const grouped = { kind: 'tumbling', sizeSeconds: 60, groupBy: ({ group }: Trade) => group };
    expect(windowsOf(grouped, records).map(([key]) => key)).toEqual(['anna/x', 'ben/x']);
    expect(windowsOf({ ...grouped, scope: 'stream' }, records)).toEqual([['x', 0, 60, 2]]);
  });

  it('work out what the aggregates say', () => {
    const amount = (event: Trade) => event.amount;
    const aggregates = {
      total: sum(amount),
      kinds: distinct((event: Trade) => event.kind),
      median: percentile(50, amount),
      frequent: topK(1, (event: Trade) => event.kind),
      approximate: topK(1, (event: Trade) => event.kind, { exactUpTo: 1 }),
    };
    const [window] = referenceOf(
      tradesPipeline({ windows: [{ name: 'w', kind: 'tumbling', sizeSeconds: 60, aggregates }] }),
      tradesAt([
        { at: 0, amount: 0.1 },
        { at: 1, amount: 0.2 },
        { at: 2, amount: null },
        { at: 3, amount: 7, kind: 'other' },
      ]),
    ).windows;
    expect(window?.values).toEqual({
      total: 7.3,
      kinds: 2,
      median: 0.2,
      frequent: [{ value: 'buy', count: 3 }],
      approximate: [{ value: 'buy', count: 3, error: 2 }],
    });
    expect(window).toMatchObject({ events: 4, lastEventId: 'e3', watermark: NOON - 57_000 });
  });
});

describe('rules on sessions', () => {
  it('raise for each of several sessions, though they end as one', () => {
    const { alerts } = referenceOf(
      tradesPipeline({
        windows: [{ name: 'w', kind: 'session', gapSeconds: 10, ...counted }],
        rules: [{ name: 'any', kind: 'window', window: 'w', when: ({ events }) => events > 0, message: () => '' }],
      }),
      tradesAt([{ at: 0 }, { at: 15 }, { at: 8 }, { at: 20 }]),
    );
    expect(alerts.map((alert) => at(alert.at))).toEqual([0, 15]);
  });
});
