import { expect, test } from 'vitest';
import { toUnits, type Write } from '../../../../../functions/clients/cql/units.ts';

const write = (cql: string, place: number, bytes = 10): Write => ({ cql, values: ['x'.repeat(bytes)], place });

test('a unit is of one table, 30 statements at the most, and units go in stream order', () => {
  const writes = Array.from({ length: 70 }, (_, place) => [write('a', place), write('b', place)]).flat();
  const units = toUnits(writes);
  expect(units.map(({ writes: [first], first: place }) => [first.cql, place])).toEqual([
    ['a', 0],
    ['b', 0],
    ['a', 30],
    ['b', 30],
    ['a', 60],
    ['b', 60],
  ]);
  expect(units.map((unit) => unit.writes.length)).toEqual([30, 30, 30, 30, 10, 10]);
});

test('a unit stays under 40 KB, and what is larger goes alone', () => {
  const units = toUnits([write('a', 0, 30_000), write('a', 1, 9_000), write('a', 2, 9_000), write('a', 3, 200_000)]);
  expect(units.map((unit) => unit.writes.map(({ place }) => place))).toEqual([[0, 1], [2], [3]]);
});

test('size counts bytes, not characters', () => {
  const wide = { cql: 'a', values: ['é'.repeat(15_000)], place: 0 };
  expect(toUnits([wide, { ...wide, place: 1 }])).toHaveLength(2);
});

test('nothing makes no units', () => {
  expect(toUnits([])).toEqual([]);
});

test('size counts what a map holds', () => {
  const wide = { cql: 'a', values: [new Map([['é'.repeat(7000), 'é'.repeat(7000)]])], place: 0 };
  expect(toUnits([wide, { ...wide, place: 1 }])).toHaveLength(2);
});
