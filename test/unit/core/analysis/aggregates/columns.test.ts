import { describe, expect, it } from 'vitest';
import {
  type Aggregate,
  avg,
  count,
  distinct,
  first,
  last,
  max,
  min,
  percentile,
  stddev,
  sum,
  topK,
} from '../../../../../core/analysis/aggregate.ts';
import { createColumns } from '../../../../../core/analysis/aggregates/columns.ts';

type Value = number | string | boolean | null | undefined;

/** The aggregate of these values, of events a millisecond apart. */
function of(aggregate: Aggregate<Value>, values: readonly Value[]) {
  const columns = createColumns({ it: aggregate });
  const states = values.reduce((state: readonly unknown[], value, time) => {
    const json = JSON.parse(JSON.stringify(state));
    return columns.add(json, columns.take(value), { time, id: `e${time}` });
  }, columns.initial);
  return columns.values(JSON.parse(JSON.stringify(states))).it;
}

const number = (value: Value) => value as number;
const text = (value: Value) => value as string;
const itself = (value: Value) => value;

describe('aggregates', () => {
  it('of nothing are null, and counts 0', () => {
    for (const kind of [sum, avg, min, max, stddev]) expect(of(kind(number), [])).toBeNull();
    for (const kind of [first, last]) expect(of(kind(itself), [])).toBeNull();
    expect(of(percentile(50, number), [])).toBeNull();
    expect(of(count(), [])).toBe(0);
    expect(of(distinct(itself), [])).toBe(0);
    expect(of(topK(3, text), [])).toEqual([]);
  });

  it('leave out what gives no value, NaN and ±Infinity as well', () => {
    const values = [undefined, null, Number.NaN, Number.POSITIVE_INFINITY, 2, Number.NEGATIVE_INFINITY, null];
    for (const kind of [sum, avg, min, max]) expect(of(kind(number), values)).toBe(2);
    for (const kind of [first, last]) expect(of(kind(itself), values)).toBe(2);
    expect(of(stddev(number), values)).toBe(0);
    expect(of(distinct(itself), values)).toBe(1);
    expect(of(count(itself), values)).toBe(1);
    expect(of(count(), values)).toBe(7);
  });

  it('leave out numbers that are text', () => {
    expect(of(sum(number), ['1', 2, '', true])).toBe(2);
  });

  it('have no −0, which JSON has not', () => {
    for (const kind of [sum, avg, min, max, last]) expect(of(kind(number), [0, -0])).toBe(0);
    expect(of(distinct(itself), [0, -0])).toBe(1);
  });

  it('do not round on the way', () => {
    expect(of(sum(number), [0.1, 0.2, 0.3, -0.6])).toBe(2 ** -55);
    expect(of(sum(number), [1e16, 1, -1e16])).toBe(1);
    expect(of(sum(number), new Array(10).fill(0.1))).toBe(1);
    expect(of(sum(number), [1e308, 1e308, -1e308])).toBe(1e308);
    expect(of(avg(number), [Number.MAX_VALUE, Number.MAX_VALUE])).toBe(Number.MAX_VALUE);
    expect(of(sum(number), [Number.MAX_VALUE, Number.MAX_VALUE])).toBe(Number.POSITIVE_INFINITY);
  });

  it('give a deviation that nothing cancels in', () => {
    expect(of(stddev(number), [1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4])).toBe(Math.sqrt(1.25));
    expect(of(stddev(number), [0.1, 0.1, 0.1])).toBe(0);
    expect(of(stddev(number), [1e300, -1e300])).toBe(1e300);
    expect(of(stddev(number), [2, 4, 4, 4, 5, 5, 7, 9])).toBe(2);
  });

  it('tell values apart by type', () => {
    expect(of(distinct(itself), [1, '1', true, 'true', 1, '1'])).toBe(4);
  });

  it('take values as they are', () => {
    expect(of(first(itself), ['a', 1, false])).toBe('a');
    expect(of(last(itself), ['a', 1, false])).toBe(false);
  });

  it('list the most frequent texts, of equal ones the first in order', () => {
    const values = ['b', 'a', 'c', 'b', null, 'a', 'd', 7, undefined];
    expect(of(topK(3, text), values)).toEqual([
      { value: 'a', count: 2 },
      { value: 'b', count: 2 },
      { value: 'c', count: 1 },
    ]);
  });

  it('count each text of a list once an event', () => {
    const split = topK<Value>(2, (value) => String(value).split(' '));
    expect(of(split, ['rain rain sun', 'rain', 'wind'])).toEqual([
      { value: 'rain', count: 2 },
      { value: 'sun', count: 1 },
    ]);
  });

  it('say how far off the counts of texts may be that were too many', () => {
    const many = Array.from({ length: 100 }, (_, index) => (index % 4 === 0 ? `rare-${index}` : 'often'));
    expect(of(topK(1, text, { exactUpTo: 2 }), many)).toEqual([{ value: 'often', count: 63, error: 12 }]);
    expect(of(topK(1, text), many)).toEqual([{ value: 'often', count: 75 }]);
  });

  it('keep their places whatever the order of their names', () => {
    const there = createColumns<number>({ b: min((value) => value), a: max((value) => value) });
    const here = createColumns<number>({ a: max((value) => value), b: min((value) => value) });
    const states = [1, 2].reduce(
      (state, value) => there.add(state, there.take(value), { time: 0, id: '' }),
      [...there.initial],
    );
    expect(here.values(states)).toEqual({ a: 2, b: 1 });
  });
});
