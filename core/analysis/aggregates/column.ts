import type { Aggregate, WindowValue } from '../aggregate.ts';
import type { Fact, Json } from '../parts.ts';
import { type Accumulator, takeNumber, takeValue } from './accumulator.ts';
import { distinct } from './distinct.ts';
import { first, last, max, min } from './extremes.ts';
import { percentile } from './percentile.ts';
import { avg, count, stddev, sum } from './sums.ts';
import { takeTexts, top } from './top.ts';

/** One aggregate of a window at work. Its state is null before the first contribution. */
export interface Column<E> {
  /** What the event contributes; undefined: it is left out. Calls the author's function; what that throws passes on. */
  take(event: E): unknown;
  /** `taken` is what {@link take} gave. */
  add(state: Json, taken: unknown, fact: Pick<Fact<E>, 'time' | 'id'>): Json;
  merge(left: Json, right: Json): Json;
  value(state: Json): WindowValue;
}

export function createColumn<E>(aggregate: Aggregate<E>): Column<E> {
  switch (aggregate.kind) {
    case 'count': {
      const { of } = aggregate;
      return column(of ? (event) => takeValue(of(event)) : () => true, count, 0);
    }
    case 'sum':
      return column((event) => takeNumber(aggregate.of(event)), sum);
    case 'avg':
      return column((event) => takeNumber(aggregate.of(event)), avg);
    case 'min':
      return column((event) => takeNumber(aggregate.of(event)), min);
    case 'max':
      return column((event) => takeNumber(aggregate.of(event)), max);
    case 'stddev':
      return column((event) => takeNumber(aggregate.of(event)), stddev);
    case 'first':
      return column((event) => takeValue(aggregate.of(event)), first);
    case 'last':
      return column((event) => takeValue(aggregate.of(event)), last);
    case 'distinct':
      return column((event) => takeValue(aggregate.of(event)), distinct, 0);
    case 'percentile':
      return column((event) => takeNumber(aggregate.of(event)), percentile(aggregate.percent));
    case 'top':
      return column((event) => takeTexts(aggregate.of(event)), top(aggregate.k, aggregate.exactUpTo), []);
  }
}

/** A state is only ever what the same accumulator gave, in this process or one before: hence the casts. */
function column<E, V, S extends Json>(
  take: (event: E) => V | undefined,
  accumulator: Accumulator<V, S>,
  none: WindowValue = null,
): Column<E> {
  return {
    take,
    add: (state, taken, { time, id }) =>
      taken === undefined ? state : accumulator.add((state as S | null) ?? undefined, { value: taken as V, time, id }),
    merge: (left, right) =>
      left === null || right === null ? (left ?? right) : accumulator.merge(left as S, right as S),
    value: (state) => (state === null ? none : accumulator.value(state as S)),
  };
}
