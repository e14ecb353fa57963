import { describe, expect, it } from 'vitest';
import type { Rule } from '../../../../../core/analysis/rule.ts';
import { type Trade, tradesAt } from '../../../../support/analysis/trades.ts';
import { annaFold, at, dispositions, large, results, tens } from './support.ts';

describe('the fold of a key', () => {
  it('applies, and tells duplicates, late events and what comes again', () => {
    const records = tradesAt([
      { at: 0 },
      { at: 20 },
      { at: 10 },
      { at: 9.999 },
      { at: 20, id: 'e1' },
      { at: 0, id: 'e0' },
    ]);
    const outcome = annaFold().batch(undefined, records);
    expect(dispositions(outcome)).toEqual(['applied', 'applied', 'applied', 'late', 'duplicate', 'late']);
    expect(outcome.disposed[3]).toMatchObject({
      time: at(9.999),
      windows: [{ name: 'tens', start: at(0), end: at(10) }],
    });
    expect(dispositions(annaFold().batch(outcome.state, records))).toEqual(
      ['applied', 'applied', 'applied', 'late', 'duplicate', 'late'].map((was) => `${was} again`),
    );
  });

  it('remembers ids for the dedupe horizon, which may be longer than the lateness', () => {
    const records = tradesAt([{ at: 0 }, { at: 25 }, { at: 0, id: 'e0' }, { at: 26 }, { at: 0, id: 'e0' }]);
    const outcome = annaFold({ dedupeSeconds: 25 }).batch(undefined, records);
    expect(dispositions(outcome)).toEqual(['applied', 'applied', 'duplicate', 'applied', 'late']);
  });

  it('lets a clock that is ahead raise the watermark to the arrival only', () => {
    const records = tradesAt([
      { at: 3600, arrived: 5 },
      { at: 0, arrived: 6 },
      { at: -4.9, arrived: 7 },
      { at: -5.1, arrived: 8 },
    ]);
    expect(dispositions(annaFold().batch(undefined, records))).toEqual(['applied', 'applied', 'applied', 'late']);
  });

  it('changes nothing when a batch comes again, and gives its outputs again', () => {
    const records = tradesAt([{ at: 0, amount: 60 }, { at: 11 }]);
    const once = annaFold().batch(undefined, records);
    expect(once).toMatchObject({ changed: true, alerts: [{ rule: 'large', key: 'anna', raisedAt: at(0) }] });
    expect(results(once)).toEqual(['0–10: 1', '10–20: 1']);
    const twice = annaFold().batch(once.state, records.slice(1));
    expect(twice).toMatchObject({ changed: false, state: once.state, stamp: once.stamp, alerts: once.alerts });
    expect(twice.results).toEqual(once.results);
    expect(twice.due).toBe(once.due);
  });

  it('takes for settled and out what lies before the batch', () => {
    const [one, two, three] = [
      tradesAt([{ at: 0, amount: 60 }]),
      tradesAt([{ at: 1 }, { at: 2 }]).slice(1),
      tradesAt([{ at: 0 }, { at: 0 }, { at: 12 }]).slice(2),
    ];
    const first = annaFold().batch(undefined, one);
    const second = annaFold().batch(first.state, two);
    expect(second.alerts).toEqual([]);
    expect(dispositions(annaFold().batch(second.state, [...one, ...two]))).toEqual(['settled again', 'applied again']);
    const third = annaFold().batch(second.state, three);
    expect(results(third)).toEqual(['10–20: 1']);
    expect(third.stamp).toBeGreaterThan(second.stamp);
  });

  it('does not where the record is so old that the mapping may have given it up', () => {
    const first = annaFold().batch(undefined, tradesAt([{ at: 0 }]));
    const later = tradesAt([{ at: 0 }, { at: 12 * 3600 }]).slice(1);
    expect(results(annaFold().batch(first.state, later))).toEqual(['0–10: 1!', '43200–43210: 1']);
  });

  it('applies an event that a function fails over nowhere', () => {
    const poisoned = {
      ...large,
      where: () => {
        throw new TypeError('bad luck');
      },
    };
    const picky = {
      ...large,
      name: 'picky',
      where: ({ amount }: { amount: number | null }) => {
        if (amount === 13) throw new RangeError('no');
        return true;
      },
    };
    const records = tradesAt([{ at: 0 }, { at: 1, amount: 13 }, { at: 2 }]);
    const outcome = annaFold({ rules: [{ ...large, where: () => true }, picky] }).batch(undefined, records);
    expect(dispositions(outcome)).toEqual(['applied', 'failed', 'applied']);
    expect(outcome.disposed[1]).toMatchObject({
      reason: 'internal: rule picky threw RangeError: no',
      windows: [{ name: 'tens' }],
    });
    expect(results(outcome)).toEqual(['0–10: 2']);
    expect(outcome.alerts).toHaveLength(4);
    expect(annaFold({ rules: [picky] }).batch(outcome.state, records).disposed[1]).toMatchObject({
      disposition: 'failed',
      fresh: false,
      reason: 'internal: rule picky threw RangeError: no',
    });
    expect(dispositions(annaFold({ rules: [poisoned] }).batch(undefined, records))).toEqual([
      'failed',
      'failed',
      'failed',
    ]);
  });

  it('fails the event whose alert cannot lie in a state, and no other', () => {
    const unfit: Rule<Trade> = {
      name: 'unfit',
      kind: 'threshold',
      where: ({ amount }) => amount === 99,
      values: () => ({ exact: 99n as never }),
      message: () => 'unfit',
    };
    const records = tradesAt([{ at: 0, amount: 60 }, { at: 1, amount: 99 }, { at: 2 }]);
    const outcome = annaFold({ rules: [large, unfit] }).batch(undefined, records);
    expect(dispositions(outcome)).toEqual(['applied', 'failed', 'applied']);
    expect(outcome.disposed[1]?.reason).toMatch(/^internal: .*BigInt/);
    expect(outcome.alerts.map(({ message }) => message)).toEqual(['large: 60']);
  });

  it('lets a part begin anew whose definition has changed, and that part alone', () => {
    const first = annaFold().batch(undefined, tradesAt([{ at: 0 }]));
    const other = { ...tens, name: 'others' };
    const second = annaFold({ windows: [tens, other] }).batch(first.state, tradesAt([{ at: 0 }, { at: 1 }]).slice(1));
    expect(second.counts.partsReset).toBe(0);
    expect(results(second)).toEqual(['0–10: 2', '0–10: 1']);
    const changed = annaFold({ windows: [tens, { ...other, version: 2 }], rules: [] });
    const third = changed.batch(second.state, tradesAt([{ at: 0 }, { at: 0 }, { at: 2 }]).slice(2));
    expect(third.counts.partsReset).toBe(2);
    expect(results(third)).toEqual(['0–10: 3', '0–10: 1']);
  });

  it('stays until no redelivery and no window can ask for it', () => {
    const { expiresAt } = annaFold().batch(undefined, tradesAt([{ at: 0 }]));
    expect(expiresAt).toBe(at(0) / 1000 + 24 * 3600 + 10 + 10 + 24 * 3600);
  });

  it('writes with its clock, never below the write before', () => {
    const [first, second] = tradesAt([{ at: 0 }, { at: 1, arrived: -60 }]);
    const one = annaFold().batch(undefined, first ? [first] : []);
    expect(one.stamp).toBe(at(0) * 1000);
    expect(annaFold().batch(one.state, second ? [second] : []).stamp).toBe(one.stamp + 1);
  });

  it.each([
    ['{', /The state of key "anna" is no JSON \(received "{"\): delete the item/],
    ['{}', /has no format number/],
    ['null', /has no format number/],
    ['{"format":2}', /has format 2, and this version of Caudal reads up to 1: deploy the newer version again/],
  ])('refuses the state %s', (state, message) => {
    expect(() => annaFold().batch(state, tradesAt([{ at: 0 }]))).toThrow(message);
  });
});
