import type { Accumulator, Contribution } from './accumulator.ts';

export const min: Accumulator<number, number> = {
  add: (state, { value }) => (state === undefined ? value : Math.min(state, value)),
  merge: (left, right) => Math.min(left, right),
  value: (state) => state,
};

export const max: Accumulator<number, number> = {
  add: (state, { value }) => (state === undefined ? value : Math.max(state, value)),
  merge: (left, right) => Math.max(left, right),
  value: (state) => state,
};

type Value = number | string | boolean;

/** A value and where its event stands. */
type Dated = [time: number, id: string, value: Value];

/** The value of the event with the lowest event time; of several, of that with the lowest id. */
export const first: Accumulator<Value, Dated> = {
  add: (state, contribution) => (state ? earlier(state, dated(contribution)) : dated(contribution)),
  merge: earlier,
  value: ([, , value]) => value,
};

/** The value of the event with the highest event time; of several, of that with the highest id. */
export const last: Accumulator<Value, Dated> = {
  add: (state, contribution) => (state ? later(state, dated(contribution)) : dated(contribution)),
  merge: later,
  value: ([, , value]) => value,
};

function dated({ time, id, value }: Contribution<Value>): Dated {
  return [time, id, value];
}

function earlier(left: Dated, right: Dated): Dated {
  return compare(left, right) <= 0 ? left : right;
}

function later(left: Dated, right: Dated): Dated {
  return compare(left, right) >= 0 ? left : right;
}

/** Ids are compared by UTF-16 units. Two events of the same time and id (of two partition keys) differ by their values. */
function compare(left: Dated, right: Dated): number {
  for (const index of [0, 1] as const) {
    if (left[index] !== right[index]) return left[index] < right[index] ? -1 : 1;
  }
  const [one, other] = [JSON.stringify(left[2]), JSON.stringify(right[2])];
  return one === other ? 0 : one < other ? -1 : 1;
}
