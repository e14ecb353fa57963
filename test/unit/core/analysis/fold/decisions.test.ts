import { describe, expect, it } from 'vitest';
import type { Decider, DeciderInput, Verdict } from '../../../../../core/analysis/decision.ts';
import { createKeyFold } from '../../../../../core/analysis/fold/key-fold.ts';
import { MAX_STATE_BYTES } from '../../../../../core/analysis/fold/state-too-large.ts';
import type { BatchStart, KeyOutcome, Sweep } from '../../../../../core/analysis/fold/types.ts';
import type { Rule } from '../../../../../core/analysis/rule.ts';
import type { Window } from '../../../../../core/analysis/window.ts';
import type { AcceptedRecord } from '../../../../../core/store.ts';
import { NOON, type Trade, tradesAt, tradesPipeline } from '../../../../support/analysis/trades.ts';
import { at, dispositions, large, tens } from './support.ts';

const sliding: Window<Trade> = { ...tens, name: 'sliding', kind: 'hopping', sizeSeconds: 30, hopSeconds: 10 };
const visits: Window<Trade> = { ...tens, name: 'visits', kind: 'session', gapSeconds: 10 };
const buys: Window<Trade> = { ...tens, name: 'buys', where: ({ kind }) => kind === 'buy' };
const windows = [tens, sliding, visits, buys];

const decider: Decider<Trade> = {
  name: 'gate',
  where: ({ kind }) => kind === 'buy' || kind === 'refund',
  windows: windows.map(({ name }) => name),
  alertsWithinSeconds: 60,
  decide: () => ({ decision: 'allow', reasons: [] }),
};

/** A fold that keeps what the decider was given, and says what it is told to say. */
function gate(over: Partial<Decider<Trade>> = {}, rules: readonly Rule<Trade>[] = [large]) {
  const seen: DeciderInput<Trade>[] = [];
  const decide = (input: DeciderInput<Trade>): Verdict => {
    seen.push(input);
    return over.decide?.(input) ?? { decision: 'allow', reasons: [] };
  };
  const analysis = { latenessSeconds: 10, dedupeSeconds: 10, windows, rules, decider: { ...decider, ...over, decide } };
  const { fold } = createKeyFold(tradesPipeline(analysis));
  const run = (state: string | undefined, records: readonly AcceptedRecord<Trade>[], more: { sweep?: Sweep } = {}) => {
    const from = records[0]?.record.position;
    const batch: BatchStart | undefined = from && { from, now: records.at(-1)?.record.arrivedAt ?? 0 };
    return fold({ key: 'anna', state, records, ...(batch && { batch }), ...more });
  };
  return { seen, run };
}

const said = ({ decisions }: KeyOutcome<Trade>) => decisions.map(({ eventId, decision }) => `${eventId} ${decision}`);

describe('what a decider is given', () => {
  it('is each window that holds the event, with it; of those that hop the one that looks furthest back', () => {
    const { seen, run } = gate();
    run(undefined, tradesAt([{ at: 1 }, { at: 12 }, { at: 14, amount: 7, kind: 'refund' }]));
    const last = seen.at(-1)?.windows;
    expect(Object.keys(last ?? {})).toEqual(['tens', 'sliding', 'visits', 'buys']);
    expect(last?.tens).toMatchObject({ start: at(10), values: { n: 2, total: 7 }, lastEventId: 'e2', final: false });
    expect(last?.sliding).toMatchObject({ start: at(-10), end: at(20), events: 3 });
    expect(last?.visits).toMatchObject({ start: at(12), end: at(24), events: 2 });
    expect(last?.buys).toBeUndefined();
  });

  it('is the session that the event has put together', () => {
    const { seen, run } = gate();
    run(undefined, tradesAt([{ at: 0 }, { at: 15, arrived: 16 }, { at: 8, arrived: 17 }]));
    expect(seen.at(-1)?.windows.visits).toMatchObject({ start: at(0), end: at(25), events: 3 });
  });

  it('is never final, though a sweep has closed the window', () => {
    const { seen, run } = gate();
    const first = run(undefined, tradesAt([{ at: 1 }]));
    const swept = run(first.state, [], { sweep: { arrived: at(100), now: at(100) } });
    expect(swept.results.some(({ final }) => final)).toBe(true);
    const [, second] = tradesAt([{ at: 1 }, { at: 2, arrived: 101 }]);
    if (second) run(swept.state, [second]);
    expect(seen.at(-1)?.windows.tens).toMatchObject({ events: 2, final: false });
  });

  it('are the alerts that the event raised, after those of earlier events within so many seconds', () => {
    const { seen, run } = gate();
    const records = tradesAt([
      { at: 0, amount: 90, kind: 'other' },
      { at: 40, amount: 91, kind: 'other' },
      { at: 101, amount: 92 },
      { at: 98, arrived: 102, amount: 1 },
    ]);
    const first = run(undefined, records.slice(0, 2));
    run(first.state, records.slice(2));
    const [one, other] = seen.map(({ alerts }) => alerts.map((alert) => (alert.at - NOON) / 1000));
    expect([one, other]).toEqual([[101], [40, 101]]);
    expect(seen[0]?.alerts).toEqual([{ rule: 'large', severity: 'warning', at: at(101) }]);
    expect(JSON.parse(first.state).parts['d:gate'].state).toHaveLength(2);
  });

  it('are at most 32 earlier alerts, and none where it does not ask for any', () => {
    const many = tradesAt(Array.from({ length: 40 }, (_, index) => ({ at: index, amount: 60, kind: 'buy' as const })));
    const all = gate();
    all.run(undefined, many);
    expect(all.seen.at(-1)?.alerts).toHaveLength(33);
    const own = gate({ alertsWithinSeconds: 0 });
    const outcome = own.run(undefined, many);
    expect(own.seen.every(({ alerts }) => alerts.length === 1)).toBe(true);
    expect(JSON.parse(outcome.state).parts['d:gate'].state).toEqual([]);
  });

  it('are no alerts that wait for time, which the event or a sweep may bring about', () => {
    const step = (kind: Trade['kind']) => ({ name: kind, where: (event: Trade) => event.kind === kind });
    const sequence = { kind: 'sequence', steps: [step('login'), step('buy')], withinSeconds: 30 } as const;
    const message = () => '';
    const { seen, run } = gate({}, [
      { ...sequence, name: 'waits', message },
      { ...sequence, name: 'at-once', eager: true, message },
      { name: 'in-the-end', kind: 'window', window: 'tens', on: 'final', when: () => true, message },
      { name: 'as-it-comes', kind: 'window', window: 'tens', when: ({ events }) => events > 1, message },
      { name: 'quiet', kind: 'silence', afterSeconds: 20 },
    ]);
    const outcome = run(undefined, tradesAt([{ at: 0, kind: 'login' }, { at: 1 }, { at: 60 }]));
    expect(outcome.alerts.map(({ rule }) => rule).sort()).toEqual(
      ['as-it-comes', 'at-once', 'in-the-end', 'quiet', 'waits'].sort(),
    );
    expect(seen.map(({ alerts }) => alerts.map(({ rule }) => rule))).toEqual([
      ['at-once', 'as-it-comes'],
      ['at-once', 'as-it-comes'],
    ]);
  });
});

describe('decisions', () => {
  const records = tradesAt([
    { at: 20 },
    { at: 21, kind: 'login' },
    { at: 22, kind: 'refund' },
    { at: 20, id: 'e0', arrived: 23 },
    { at: 3, arrived: 24 },
  ]);

  it('are made of applied events that are asked for, once, in order; a late event and a duplicate have none', () => {
    const { run } = gate();
    const first = run(undefined, records);
    expect(dispositions(first)).toEqual(['applied', 'applied', 'applied', 'duplicate', 'late']);
    expect(said(first)).toEqual(['e0 allow', 'e2 allow']);
    const again = run(first.state, records);
    expect(again).toMatchObject({ changed: false, decisions: first.decisions });
  });

  it('say whose they are, of what, and when', () => {
    const model = { version: 3, model: 'fraud-2', decide: () => ({ decision: 'block', score: 0.9, reasons: ['so'] }) };
    const { decisions } = gate(model as Partial<Decider<Trade>>).run(undefined, records.slice(0, 1));
    expect(decisions).toEqual([
      {
        ...{ id: expect.stringMatching(/^[0-9a-f]{32}$/), pipeline: 'trades', decider: 'gate', version: 3 },
        ...{ model: 'fraud-2', key: 'anna', eventId: 'e0', at: at(20), arrivedAt: at(20), decidedAt: at(20) },
        ...{ decision: 'block', score: 0.9, reasons: ['so'] },
      },
    ]);
  });

  it('wait in the outbox until they are acknowledged; then nothing of them is left', () => {
    const { run } = gate();
    const first = run(undefined, records);
    expect(JSON.parse(first.state).decisions).toHaveLength(2);
    expect(first.due).toBeLessThan(at(24) + 120_000);
    const swept = run(first.state, [], { sweep: { arrived: at(24), now: at(90) } });
    expect(swept.decisions).toEqual(first.decisions);
    expect(JSON.parse(first.acknowledged?.state ?? '')).not.toHaveProperty('decisions');
    const next = tradesAt([...Array(5).fill({ at: 0 }), { at: 30 }]).slice(5);
    expect(said(run(first.acknowledged?.state, next))).toEqual(['e5 allow']);
    expect(said(run(first.state, next))).toEqual(['e5 allow']);
  });

  it('of more than fit the state make the rest of a batch wait, and none is lost', () => {
    const { run } = gate({ decide: () => ({ decision: 'review', reasons: ['because'.repeat(20)] }) });
    const flood = tradesAt(Array.from({ length: 500 }, (_, index) => ({ at: index / 100 })));
    const made: string[] = [];
    let state: string | undefined;
    for (let done = 0, rounds = 0; done < flood.length; rounds += 1) {
      expect(rounds).toBeLessThan(10);
      const outcome = run(state, flood.slice(done));
      expect(outcome.counts.bytes).toBeLessThanOrEqual(MAX_STATE_BYTES);
      expect(new Set(dispositions(outcome))).toEqual(new Set(['applied']));
      made.push(...said(outcome));
      done += outcome.disposed.length;
      state = outcome.acknowledged?.state;
    }
    expect(made).toEqual(flood.map(({ event }) => `${event.id} review`));
  });

  it('go on where a decider is declared anew, is another, or is none any more', () => {
    const none = createKeyFold(tradesPipeline({ latenessSeconds: 10, dedupeSeconds: 10, windows, rules: [large] }));
    const [first, second, third] = tradesAt([{ at: 20, amount: 90 }, { at: 21, amount: 91 }, { at: 22 }]);
    if (!first || !second || !third) throw new Error('no records');
    const plain = none.fold({ key: 'anna', state: undefined, records: [first] });
    expect(plain).toMatchObject({ decisions: [] });
    expect(plain.state).not.toMatch(/decisions|d:/);
    const declared = gate();
    const begun = declared.run(plain.state, [second]);
    expect(declared.seen[0]).toMatchObject({ windows: { tens: { events: 2 } }, alerts: [{ at: at(21) }] });
    const other = gate({ version: 2, model: 'next' });
    expect(other.run(begun.state, [third]).counts.partsReset).toBe(0);
    expect(other.seen[0]?.alerts).toEqual([{ rule: 'large', severity: 'warning', at: at(21) }]);
    const gone = none.fold({ key: 'anna', state: begun.state, records: [third] });
    expect(gone).toMatchObject({ decisions: begun.decisions, counts: { partsReset: 1 } });
  });
});
