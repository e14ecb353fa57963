import type { Aggregate, WindowValue } from '../aggregate.ts';
import type { Fact, Json } from '../parts.ts';
import { createColumn } from './column.ts';

/** All aggregates of a window at work. States and what is taken: by name, in order of the names. */
export interface Columns<E> {
  /** Before the first contribution. */
  readonly initial: readonly Json[];
  /** What the event contributes. Calls the author's functions; what they throw passes on. */
  take(event: E): readonly unknown[];
  /** `taken` is what {@link take} gave. */
  add(states: readonly Json[], taken: readonly unknown[], fact: Pick<Fact<E>, 'time' | 'id'>): Json[];
  merge(left: readonly Json[], right: readonly Json[]): Json[];
  values(states: readonly Json[]): Record<string, WindowValue>;
}

export function createColumns<E>(aggregates: Readonly<Record<string, Aggregate<E>>>): Columns<E> {
  const named = Object.entries(aggregates)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, aggregate]) => ({ name, column: createColumn(aggregate) }));
  return {
    initial: named.map(() => null),
    take: (event) => named.map(({ column }) => column.take(event)),
    add: (states, taken, fact) =>
      named.map(({ column }, index) => column.add(states[index] ?? null, taken[index], fact)),
    merge: (left, right) => named.map(({ column }, index) => column.merge(left[index] ?? null, right[index] ?? null)),
    values: (states) =>
      Object.fromEntries(named.map(({ name, column }, index) => [name, column.value(states[index] ?? null)])),
  };
}
