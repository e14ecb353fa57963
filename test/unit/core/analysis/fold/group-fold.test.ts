import { describe, expect, it } from 'vitest';
import { count } from '../../../../../core/analysis/aggregate.ts';
import { createGroupFold } from '../../../../../core/analysis/fold/group-fold.ts';
import { createKeyFold } from '../../../../../core/analysis/fold/key-fold.ts';
import type { Contribution } from '../../../../../core/analysis/fold/types.ts';
import type { Window } from '../../../../../core/analysis/window.ts';
import { type Trade, tradesAt, tradesPipeline } from '../../../../support/analysis/trades.ts';
import { at, results } from './support.ts';

const crowd: Window<Trade> = {
  name: 'crowd',
  kind: 'tumbling',
  sizeSeconds: 10,
  scope: 'stream',
  groupBy: ({ group }) => group,
  where: ({ kind }) => kind === 'buy',
  aggregates: {
    n: count((event) => {
      if (event.amount === 13) throw new RangeError('no');
      return 1;
    }),
  },
};
const pipeline = tradesPipeline({
  latenessSeconds: 10,
  windows: [crowd],
  rules: [
    {
      name: 'crowded',
      kind: 'window',
      window: 'crowd',
      when: ({ events }) => events >= 3,
      message: ({ key, events }) => `${events} in ${key}`,
    },
  ],
});
const keys = createKeyFold(pipeline);
const groups = createGroupFold(pipeline);

/** What a batch of a key brings to the groups. */
function contributions(planned: Parameters<typeof tradesAt>[0], shard = 'shard-0') {
  const records = tradesAt(planned).map(({ record, event }) => ({
    event,
    record: { ...record, position: { ...record.position, shard } },
  }));
  return keys.fold({ key: 'anna', state: undefined, records });
}

const into = (state: string | undefined, given: readonly Contribution<Trade>[]) =>
  groups.fold({ window: 'crowd', group: 'x', state, contributions: given });

describe('the fold of a group', () => {
  it('takes what keys of any shard contribute, once, and alerts in the name of the group', () => {
    const one = contributions([
      { at: 0, group: 'x' },
      { at: 1, group: 'x' },
      { at: 2, group: 'x', kind: 'other' },
    ]);
    expect(one.contributions.map(({ window, group, fact }) => [window, group, fact.id])).toEqual([
      ['crowd', 'x', 'e0'],
      ['crowd', 'x', 'e1'],
    ]);
    const first = into(undefined, one.contributions);
    const second = into(first.state, contributions([{ at: 3, group: 'x' }], 'shard-1').contributions);
    expect(results(second)).toEqual(['0–10: 3']);
    expect(second.alerts).toMatchObject([{ rule: 'crowded', key: 'x', message: '3 in x' }]);
    const again = into(second.state, one.contributions);
    expect(again).toMatchObject({ changed: false, state: second.state });
    expect(again.disposed.map(({ disposition, fresh }) => [disposition, fresh])).toEqual([
      ['applied', false],
      ['applied', false],
    ]);
  });

  it('never sees an event over which its window fails: the key has failed it', () => {
    const { disposed, contributions: none } = contributions([{ at: 0, group: 'x', amount: 13 }]);
    expect(disposed).toMatchObject([{ disposition: 'failed', reason: 'internal: window crowd threw RangeError: no' }]);
    expect(none).toEqual([]);
  });

  it('contributes again what comes again, but not what was skipped, nor what is settled', () => {
    const records = tradesAt([
      { at: 0, group: 'x' },
      { at: 0, group: 'x', id: 'e0' },
      { at: 1, group: 'x' },
    ]);
    const position = (index: number) => records[index]?.record.position ?? expect.fail();
    const once = keys.fold({ key: 'anna', state: undefined, records: records.slice(0, 2) });
    const twice = keys.fold({ key: 'anna', state: once.state, records: records.slice(0, 2) });
    expect(twice.contributions.map(({ fact }) => fact.position.sequence)).toEqual([position(0).sequence]);
    const after = keys.fold({
      key: 'anna',
      state: once.state,
      records: records.slice(2),
      batch: { from: position(2), now: at(2) },
    });
    expect(keys.fold({ key: 'anna', state: after.state, records }).contributions).toHaveLength(1);
  });

  it('is made final by a sweep alone', () => {
    const { state, due } = into(
      undefined,
      contributions([
        { at: 0, group: 'x' },
        { at: 90, group: 'x' },
      ]).contributions,
    );
    expect(due).toBe(at(20));
    const swept = groups.fold({
      window: 'crowd',
      group: 'x',
      state,
      contributions: [],
      sweep: { arrived: at(20), now: at(21) },
    });
    expect(results(swept)).toEqual(['0–10: 1!', '90–100: 1']);
  });

  it('lists as late what comes after its window was forgotten', () => {
    const first = into(undefined, contributions([{ at: 0, group: 'x' }]).contributions);
    const sweep = { arrived: at(86_400), now: at(86_400) };
    const swept = groups.fold({ window: 'crowd', group: 'x', state: first.state, contributions: [], sweep });
    const late = into(swept.acknowledged?.state, contributions([{ at: 1, group: 'x' }], 'shard-1').contributions);
    expect(late.disposed).toMatchObject([
      { disposition: 'late', fresh: true, windows: [{ name: 'crowd', start: at(0), end: at(10) }] },
    ]);
  });

  it('stays as long as its window takes events', () => {
    const daily: Window<Trade> = { ...crowd, sizeSeconds: 86_400 };
    const { fold } = createGroupFold(tradesPipeline({ windows: [daily], latenessSeconds: 10, dedupeSeconds: 10 }));
    const given = contributions([{ at: 0, group: 'x' }]).contributions;
    const { expiresAt } = fold({ window: 'crowd', group: 'x', state: undefined, contributions: given });
    const [retention, size, grace, day] = [86_400, 86_400, 864_000 + 10, 86_400];
    expect(expiresAt).toBe(at(0) / 1000 + retention + 10 + size + grace + day);
  });

  it('of a window that is declared no more is left alone for an hour at a time', () => {
    const records = contributions([0, 1, 2].map((second) => ({ at: second, group: 'x' })));
    const { state } = into(undefined, records.contributions);
    const without = createGroupFold(tradesPipeline({ latenessSeconds: 10 }));
    const sweep = { arrived: at(20), now: at(21) };
    const swept = without.fold({ window: 'crowd', group: 'x', state, contributions: [], sweep });
    expect(swept).toMatchObject({ changed: false, state, results: [], alerts: [], due: at(3_620) });
    expect(swept.acknowledged).toBeUndefined();
    const back = groups.fold({ window: 'crowd', group: 'x', state: swept.state, contributions: [], sweep });
    expect(results(back)).toEqual(['0–10: 3!']);
    expect(back.alerts).toMatchObject([{ rule: 'crowded' }]);
  });

  it('refuses a window that has no groups of its own', () => {
    expect(() => groups.fold({ window: 'tens', group: 'x', state: undefined, contributions: [] })).toThrow(
      'Pipeline trades has no window "tens" of scope \'stream\'; it has crowd',
    );
  });
});
