import { describe, expect, it } from 'vitest';
import { MAX_STATE_BYTES } from '../../../../../core/analysis/fold/state-too-large.ts';
import { tradesAt } from '../../../../support/analysis/trades.ts';
import { annaFold, dispositions, large, results, tens } from './support.ts';

const byGroup = { ...tens, groupBy: ({ group }: { group: string }) => group };
const long = (name: string) => name.padEnd(1000, '-');

describe('the bound of 64 KB', () => {
  const crowd = Array.from({ length: 80 }, (_, index) => ({ at: 0, group: long(`${index}`) }));
  const quiet = annaFold({ windows: [byGroup], rules: [] });

  it('makes the rest of a batch wait, then fails the events that have no room, says why, and takes those that have', () => {
    const records = tradesAt([...crowd, { at: 1, group: long('0') }]);
    const first = quiet.batch(undefined, records);
    const waiting = records.slice(first.disposed.length);
    expect(first.deferred).toEqual(waiting[0]?.record.position);
    expect(new Set(dispositions(first))).toEqual(new Set(['applied']));
    expect(first.counts.bytes).toBeLessThanOrEqual(MAX_STATE_BYTES);

    const second = quiet.batch(first.state, waiting);
    const taken = dispositions(second).indexOf('failed');
    const failed = waiting.slice(taken, -1).map(() => 'failed');
    expect(taken).toBeLessThan(3);
    expect(second.deferred).toBeUndefined();
    expect(dispositions(second).slice(taken)).toEqual([...failed, 'applied']);
    expect(second.disposed[taken]?.reason).toMatch(
      /^Pipeline trades: with this event the state of key "anna" would have 6[56]\d{3} bytes, over the bound of 65536; the largest part is window tens with 6\d{4}\. Fewer groups/,
    );
    const again = quiet.batch(second.state, waiting);
    expect(dispositions(again)).toEqual(dispositions(second).map((was) => `${was} again`));
    expect(again.disposed[taken]?.reason).toBe(second.disposed[taken]?.reason);
  });

  it('lets time pass over an event that has no room, so that there is room again', () => {
    const records = tradesAt([{ at: 0 }, { at: 40, group: long('huge').repeat(70) }, { at: 29 }, { at: 43 }]);
    const outcome = quiet.batch(undefined, records);
    expect(dispositions(outcome)).toEqual(['applied', 'failed', 'late', 'applied']);
    expect(results(outcome)).toEqual(['0–10: 1!', '40–50: 1']);
  });

  it('makes records wait, and fails none, while alerts that are not out take the room', () => {
    const loud = { ...large, where: () => true, message: () => long('loud') };
    const fold = annaFold({ windows: [], rules: [loud] });
    const records = tradesAt(Array.from({ length: 200 }, (_, index) => ({ at: index / 10 })));
    const raised = new Set<string>();
    let [done, state]: [number, string | undefined] = [0, undefined];
    for (let batches = 1; done < records.length; batches += 1) {
      expect(batches).toBeLessThan(10);
      const outcome = fold.batch(state, records.slice(done));
      expect(new Set(dispositions(outcome))).toEqual(new Set(['applied']));
      for (const { id } of outcome.alerts) raised.add(id);
      done += outcome.disposed.length;
      state = outcome.acknowledged?.state ?? outcome.state;
    }
    expect(raised.size).toBe(200);
  });

  it('waits for a crashed write to be out before it fails anything', () => {
    const loud = { ...large, message: () => long('loud') };
    const fold = annaFold({ windows: [byGroup], rules: [loud] });
    const crowd = Array.from({ length: 40 }, (_, index) => ({ at: 0, amount: 60, group: long(`${index}`) }));
    const records = tradesAt(crowd);
    const first = fold.batch(undefined, records);
    const crashed = fold.batch(first.state, records);
    expect(crashed).toMatchObject({ changed: false, state: first.state, deferred: first.deferred });
    expect(crashed.alerts).toEqual(first.alerts);
    expect(dispositions(crashed)).toEqual(dispositions(first).map((was) => `${was} again`));
  });
});
