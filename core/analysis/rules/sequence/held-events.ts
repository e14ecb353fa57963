import type { Fact, Json } from '../../parts.ts';

/**
 * An event that a sequence holds back, and the roles it may play: bit i for step i, the bit after the last step for what must
 * not follow. Its body, and how many characters of JSON that is, are kept only where it may become part of an alert.
 */
export type Held = { time: number; id: string; roles: number; event?: Json; size?: number };

const MAX_HELD = 256;
const MAX_SIZE = 16_384;

/** The order of a sequence: event time, then id in UTF-16 order. Negative where `a` comes first. */
export function compareHeld(a: Pick<Held, 'time' | 'id'>, b: Pick<Held, 'time' | 'id'>): number {
  return a.time - b.time || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/**
 * An event as it is held back. Its body is the copy that JSON gives back, so that an author's functions see the same of it
 * whether or not it has lain in a state.
 * @throws {TypeError} for an event that JSON cannot take, such as one with a bigint
 */
export function heldOf<E>({ event, id, time }: Fact<E>, roles: number, withBody: boolean): Held {
  if (!withBody) return { time, id, roles };
  const body = JSON.stringify(event);
  return { time, id, roles, event: JSON.parse(body) as Json, size: body.length };
}

/** More than 256, or bodies of more than 16,384 characters of JSON: a quarter of what an item may hold at the most. */
export function isTooMuch(held: readonly Held[]): boolean {
  return held.length > MAX_HELD || held.reduce((sum, { size = 0 }) => sum + size, 0) > MAX_SIZE;
}

/** Puts an event in its place. Most come last, so the place is looked for from there. */
export function hold(held: Held[], entry: Held): void {
  const after = held.findLastIndex((other) => compareHeld(other, entry) < 0);
  held.splice(after + 1, 0, entry);
}

/** How many of them, from the first on, lie before that time. */
export function countBefore(held: readonly Held[], time: number): number {
  const index = held.findIndex((entry) => entry.time >= time);
  return index < 0 ? held.length : index;
}

export const plays = ({ roles }: Held, role: number): boolean => (roles & (1 << role)) !== 0;

/** The latest one before `end` (an index) that plays the role; −1 where there is none. */
export function latestBefore(held: readonly Held[], end: number, role: number): number {
  for (let index = end - 1; index >= 0; index -= 1) {
    const entry = held[index];
    if (entry && plays(entry, role)) return index;
  }
  return -1;
}
