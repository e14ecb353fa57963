import fc from 'fast-check';
import type { Accumulator, Contribution } from '../../../../../core/analysis/aggregates/accumulator.ts';
import type { Json } from '../../../../../core/analysis/parts.ts';

/** One way to add some up: in some order, in some groups that are merged in pairs, some states stored on the way. */
export interface Grouping {
  /** Where each contribution goes: sorted by it. */
  readonly order: readonly number[];
  /** Whether a contribution begins a group. */
  readonly begins: readonly boolean[];
  /** Which two neighbours are merged next. */
  readonly pairs: readonly number[];
}

const SIZE = 40;

export const grouping: fc.Arbitrary<Grouping> = fc.record({
  order: fc.array(fc.nat(), { minLength: SIZE, maxLength: SIZE }),
  begins: fc.array(fc.boolean(), { minLength: SIZE, maxLength: SIZE }),
  pairs: fc.array(fc.nat(), { minLength: SIZE, maxLength: SIZE }),
});

/** Adds up as the grouping says. At least one contribution, at most 40. */
export function addUp<V, S extends Json>(
  accumulator: Accumulator<V, S>,
  contributions: readonly Contribution<V>[],
  { order, begins, pairs }: Grouping,
): S {
  const shuffled = contributions
    .map((contribution, index) => ({ contribution, rank: order[index] ?? 0 }))
    .sort((one, other) => one.rank - other.rank);
  const states: S[] = [];
  for (const [index, { contribution }] of shuffled.entries()) {
    const open = index > 0 && begins[index] === false ? states.pop() : undefined;
    states.push(stored(accumulator.add(open, contribution)));
  }
  for (const pair of pairs) {
    if (states.length < 2) break;
    const at = pair % (states.length - 1);
    const [left, right] = states.splice(at, 2);
    if (left !== undefined && right !== undefined) states.splice(at, 0, stored(accumulator.merge(left, right)));
  }
  const [state] = states;
  if (state === undefined || states.length > 1) throw new RangeError('Nothing to add up, or too much');
  return state;
}

function stored<S extends Json>(state: S): S {
  return JSON.parse(JSON.stringify(state));
}

/** Contributions of these values, whose times often tie. */
export function contributionsOf<V>(values: readonly V[]): Contribution<V>[] {
  return values.map((value, index) => ({ value, time: index % 3, id: `e${index}` }));
}
