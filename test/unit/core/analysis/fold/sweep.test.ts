import { describe, expect, it } from 'vitest';
import { tradesAt } from '../../../../support/analysis/trades.ts';
import { annaFold, at, results } from './support.ts';

describe('the sweep of a key', () => {
  const { state, due } = annaFold({ rules: [] }).batch(undefined, tradesAt([{ at: 3 }]));

  it('is due when the watermark of the pipeline passes the end of a window', () => {
    expect(due).toBe(at(20));
  });

  it('does nothing before, nor writes', () => {
    const swept = annaFold({ rules: [] }).sweep(state, 19.999);
    expect(results(swept)).toEqual(['0–10: 1']);
    const { acknowledged } = swept;
    expect(acknowledged?.due).toBe(at(20));
    const again = annaFold({ rules: [] }).sweep(acknowledged?.state ?? '', 19.999);
    expect(again).toMatchObject({ changed: false, results: [], acknowledged: undefined, state: acknowledged?.state });
  });

  it('makes final what has ended, and then is not due any more', () => {
    const swept = annaFold({ rules: [] }).sweep(state, 20, 25);
    expect(swept).toMatchObject({ changed: true, stamp: at(25) * 1000 });
    expect(results(swept)).toEqual(['0–10: 1!']);
    expect(swept.due).toBe(at(90));
    expect(swept.acknowledged).toMatchObject({ due: undefined, expiresAt: swept.expiresAt });
  });

  it('accepts after it what it would have accepted before, and that is final at once', () => {
    const swept = annaFold({ rules: [] }).sweep(state, 100);
    const next = annaFold({ rules: [] }).batch(
      swept.acknowledged?.state,
      tradesAt([{ at: 0 }, { at: 4, arrived: 101 }]).slice(1),
    );
    expect(results(next)).toEqual(['0–10: 2!']);
  });

  it('gives out what a crash has left, until that is acknowledged', () => {
    const crashed = annaFold().batch(undefined, tradesAt([{ at: 3, amount: 60 }]));
    expect(crashed.due).toBe(at(20));
    const first = annaFold().sweep(crashed.state, 20);
    const second = annaFold().sweep(first.state, 20);
    expect([first.alerts, results(first)]).toEqual([crashed.alerts, ['0–10: 1!']]);
    expect([second.alerts, results(second)]).toEqual([first.alerts, results(first)]);
    const after = annaFold().sweep(second.acknowledged?.state ?? '', 20);
    expect(after).toMatchObject({ changed: false, alerts: [], results: [] });
  });

  it('comes for alerts that are not acknowledged a minute after they were written', () => {
    const crashed = annaFold({ windows: [] }).batch(undefined, tradesAt([{ at: 3, amount: 60 }]));
    expect(crashed.due).toBe(at(70));
    expect(crashed.acknowledged?.due).toBeUndefined();
  });
});
