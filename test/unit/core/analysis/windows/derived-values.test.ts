import { describe, expect, it } from 'vitest';
import { count, sum } from '../../../../../core/analysis/aggregate.ts';
import type { Derive } from '../../../../../core/analysis/derivation.ts';
import type { Window } from '../../../../../core/analysis/window.ts';
import { createWindowPart } from '../../../../../core/analysis/windows/window-part.ts';
import { referenceOf } from '../../../../../core/reference/reference.ts';
import { tradesAt, tradesPipeline } from '../../../../support/analysis/trades.ts';
import { fact, moment, type Reading } from './given.ts';

const minute = {
  name: 'minute',
  kind: 'tumbling',
  sizeSeconds: 60,
  aggregates: { n: count(), total: sum(({ value }: Reading) => value) },
} as const satisfies Window<Reading>;

const valuesWith = (derive: Derive) => {
  const window: Window<Reading> = { ...minute, derive: { model: 'm-1', values: { score: derive } } };
  const part = createWindowPart(window, { latenessMs: 0 });
  const state = part.initial();
  part.add(state, 'k', fact(0, 3), moment());
  return part.add(state, 'k', fact(1, 4), moment()).map(({ values }) => values)[0];
};

describe('derived values', () => {
  it('stand among the values, before the aggregates that they are worked out of', () => {
    const mean: Derive = ({ n, total }) => Number(total) / Number(n);
    expect(JSON.stringify(valuesWith(mean))).toBe('{"score":3.5,"n":2,"total":7}');
  });

  it('may go by the window as well', () => {
    expect(valuesWith((_, { start, end, events }) => (end - start) / events)).toMatchObject({ score: 30_000 });
  });

  it.each<[string, Derive]>([
    ['undefined', () => undefined],
    ['NaN', () => Number.NaN],
    ['infinite', () => Number.POSITIVE_INFINITY],
    ['what throws', () => JSON.parse('{')],
  ])('are null where they are %s, and the others are as they are', (_, derive) => {
    expect(valuesWith(derive)).toEqual({ n: 2, total: 7, score: null });
  });

  it('are in no state, so that a score may be dear to work out and cheap to keep', () => {
    const part = createWindowPart<Reading>(
      { ...minute, derive: { model: 'm-1', values: { score: () => 1 } } },
      { latenessMs: 0 },
    );
    const plain = createWindowPart<Reading>(minute, { latenessMs: 0 });
    const states = [part, plain].map((one) => {
      const state = one.initial();
      one.add(state, 'k', fact(0, 3), moment());
      return state;
    });
    expect(states[0]).toEqual(states[1]);
  });

  it('are worked out when they are looked at, and once', () => {
    let asked = 0;
    const window: Window<Reading> = { ...minute, derive: { model: 'm-1', values: { score: () => ++asked } } };
    const part = createWindowPart(window, { latenessMs: 0 });
    const [result] = part.add(part.initial(), 'k', fact(0), moment());
    expect(asked).toBe(0);
    expect([result?.values.score, result?.values.score]).toEqual([1, 1]);
  });
});

describe('the definition of a window with derived values', () => {
  const definition = (derive: Window<Reading>['derive']) =>
    JSON.stringify(createWindowPart({ ...minute, ...(derive && { derive }) }, { latenessMs: 0 }).definition);
  const base = definition({ model: 'm-1', values: { a: () => 1, b: () => 1 } });

  it('depends on the model and the names', () => {
    expect(definition({ model: 'm-2', values: { a: () => 1, b: () => 1 } })).not.toBe(base);
    expect(definition({ model: 'm-1', values: { a: () => 1 } })).not.toBe(base);
    expect(definition({ model: 'm-1', values: { b: () => 2, a: () => 2 } })).toBe(base);
  });

  it('is what it was without any: a state of before goes on', () => {
    expect(definition(undefined)).not.toContain('derive');
  });
});

it('the reference works derived values out of its own aggregates', () => {
  const window = {
    name: 'w',
    kind: 'tumbling',
    sizeSeconds: 60,
    aggregates: { n: count() },
    derive: {
      model: 'm-1',
      values: { half: ({ n }) => Number(n) / 2, none: () => undefined, thrown: () => JSON.parse('{') },
    },
  } as const satisfies Window<unknown>;
  const [found] = referenceOf(
    tradesPipeline({ windows: [window] }),
    tradesAt([{ at: 0 }, { at: 1 }, { at: 2 }]),
  ).windows;
  expect(found?.values).toEqual({ n: 3, half: 1.5, none: null, thrown: null });
});
