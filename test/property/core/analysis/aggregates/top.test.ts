import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TopValue } from '../../../../../core/analysis/aggregate.ts';
import { takeTexts, top } from '../../../../../core/analysis/aggregates/top.ts';
import { addUp, contributionsOf, grouping } from './grouping.ts';

const MOST = 6;
const texts = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('#rain', '#sun', '#wind') },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 30 }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom('', '__proto__', '\ud800', '🌧️', 'é', 'z') },
);
const few = fc.constantFrom('#rain', '#sun', '#wind', '__proto__', '', '7');
const lists = (text: fc.Arbitrary<string>) =>
  fc.array(fc.uniqueArray(text, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 40 });

/** All counts, the highest first. */
function counted(all: readonly (readonly string[])[]): TopValue[] {
  const counts = new Map<string, number>();
  for (const text of all.flat()) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

const listed = (accumulator: ReturnType<typeof top>, ...of: Parameters<typeof accumulator.value>) =>
  accumulator.value(...of) as readonly TopValue[];

describe('the most frequent texts', () => {
  it('are exact while they are few, with the same state whatever the order and the grouping', () => {
    fc.assert(
      fc.property(lists(few), grouping, grouping, fc.integer({ min: 1, max: MOST }), (all, one, other, k) => {
        const accumulator = top(k, MOST);
        const state = addUp(accumulator, contributionsOf(all), one);
        expect(addUp(accumulator, contributionsOf(all), other)).toEqual(state);
        expect(listed(accumulator, state)).toEqual(counted(all).slice(0, k));
      }),
    );
  });

  it('beyond that have counts within their error, and no text is missing that must be there', () => {
    fc.assert(
      fc.property(lists(texts), grouping, fc.integer({ min: 1, max: MOST }), (all, how, k) => {
        const accumulator = top(k, MOST);
        const exact = counted(all);
        const total = exact.reduce((sum, { count }) => sum + count, 0);
        const state = addUp(accumulator, contributionsOf(all), how);
        const [missing] = state;
        expect(missing).toBeLessThanOrEqual(total / (MOST + 1));
        const list = listed(accumulator, state);
        for (const { value, count, error = 0 } of list) {
          expect(error).toBe(missing);
          const truth = exact.find((one) => one.value === value)?.count ?? 0;
          expect(count).toBeLessThanOrEqual(truth);
          expect(truth).toBeLessThanOrEqual(count + error);
        }
        const lowest = list.length < k ? 0 : (list.at(-1)?.count ?? 0);
        for (const { value, count } of exact) {
          if (!list.some((one) => one.value === value)) expect(count).toBeLessThanOrEqual(lowest + missing);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keep no more texts than they may, after each that is added, also to what was merged', () => {
    fc.assert(
      fc.property(lists(texts), lists(texts), (left, right) => {
        const accumulator = top(1, MOST);
        const added = (all: typeof left) =>
          contributionsOf(all).reduce<ReturnType<typeof accumulator.add> | undefined>(
            (state, next) => accumulator.add(state, next),
            undefined,
          ) ?? [0, [], []];
        const [one, other] = [added(left), added(right)];
        const merged = accumulator.merge(one, other);
        const [, kept, counts] = accumulator.add(merged, { value: ['new'], time: 0, id: '' });
        for (const [, some] of [one, other]) expect(some.length).toBeLessThanOrEqual(MOST);
        expect(kept.length).toBeLessThanOrEqual(MOST);
        expect(counts).toHaveLength(kept.length);
        expect(kept).toEqual(kept.toSorted());
      }),
    );
  });

  it('merge without taking anything off, so the order of merging shows nowhere', () => {
    fc.assert(
      fc.property(lists(texts), lists(texts), lists(texts), (a, b, c) => {
        const { add, merge } = top(1, MOST);
        const [one, two, three] = [a, b, c].map((all) =>
          contributionsOf(all).reduce<ReturnType<typeof add>>((state, next) => add(state, next), [0, [], []]),
        ) as [ReturnType<typeof add>, ReturnType<typeof add>, ReturnType<typeof add>];
        expect(merge(merge(one, two), three)).toEqual(merge(one, merge(two, three)));
        expect(merge(one, two)).toEqual(merge(two, one));
      }),
    );
  });
});

describe('what counts', () => {
  it('is each text of an event once, cut to 128 characters and never within one', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 200 })), (given) => {
        const taken = takeTexts(given) ?? [];
        expect(new Set(taken).size).toBe(taken.length);
        for (const text of taken) {
          expect([...text].length).toBeLessThanOrEqual(128);
          expect(given.some((one) => one.startsWith(text))).toBe(true);
          expect(text.isWellFormed()).toBe(true);
        }
      }),
    );
  });
});
