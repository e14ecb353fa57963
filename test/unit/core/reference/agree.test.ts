import { describe, expect, it } from 'vitest';
import { type TopValue, topK } from '../../../../core/analysis/aggregate.ts';
import type { Window } from '../../../../core/analysis/window.ts';
import { valuesWrong } from '../../../../core/reference/agree.ts';

const window: Window<string> = {
  name: 'w',
  kind: 'tumbling',
  sizeSeconds: 60,
  aggregates: { top: topK(2, (text) => text) },
};
/** `a 5 3`: it came up 5 times, or up to 3 more. */
const list = (...entries: readonly string[]): TopValue[] =>
  entries.map((entry) => {
    const [value = '', count, error] = entry.split(' ');
    return { value, count: Number(count), ...(error !== undefined && { error: Number(error) }) };
  });
const isRight = (expected: readonly TopValue[], found: readonly TopValue[]) =>
  valuesWrong({ top: expected }, { top: found }, window).length === 0;

describe('lists of the most frequent texts agree', () => {
  it('where they are exact: if they are the same', () => {
    expect(isRight(list('a 5', 'b 3'), list('a 5', 'b 3'))).toBe(true);
    for (const wrong of [['a 5', 'b 2'], ['b 3', 'a 5'], ['a 5'], ['a 5', 'b 3 0'], ['a 5', 'c 3'], []]) {
      expect(isRight(list('a 5', 'b 3'), list(...wrong)), wrong.join()).toBe(false);
    }
  });

  it.each([
    [['a 9 4', 'b 6 4'], 'the highest counts that may be'],
    [['a 5 4', 'b 3 4'], 'counts that are short by their error at the most'],
    [['a 9', 'b 6'], 'no error, as where each hop has few texts'],
    [['a 9 2', 'c 5 2'], 'another text that is as frequent, as far as anybody knows'],
    [['a 8 3'], 'fewer than are wanted, of which none can be more frequent than the error'],
  ])('where they cannot be exact: also %j, %s', (found) => {
    expect(isRight(list('a 9 4', found.length === 1 ? 'b 3 4' : 'b 6 4'), list(...found))).toBe(true);
  });

  it('where all texts are rare: also none', () => {
    expect(isRight(list('a 2 2', 'b 1 2'), [])).toBe(true);
    expect(isRight(list('a 3 2', 'b 1 2'), [])).toBe(false);
  });

  it.each([
    [['a 10 4', 'b 6 4'], 'more than there were'],
    [['a 4 4', 'b 3 4'], 'less than the error allows'],
    [['a 9 5', 'b 6 5'], 'an error beyond the bound'],
    [['a 9 1', 'b 6 2'], 'two errors'],
    [['b 6 4', 'a 9 4'], 'another order'],
    [['a 9 4', 'a 9 4'], 'a text twice'],
    [['a 9 2', 'c 7 2'], 'a text that was not as frequent as the last one'],
    [['c 5 2', 'd 5 2'], 'a text missing that was more frequent than that'],
    [['a 9 4', 'b 6 4', 'c 6 4'], 'more than are wanted'],
  ])('but not %j: %s', (found) => {
    expect(isRight(list('a 9 4', 'b 6 4'), list(...found))).toBe(false);
  });
});
