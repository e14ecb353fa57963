import type { Json } from '../parts.ts';

const MAX_GROUPS = 128;

/**
 * What is remembered of a group: its name, the time that decides who is forgotten first, then whatever the rule needs. A list,
 * not an object by name: authors' groups may be called `__proto__`.
 */
export type Group = [name: string, time: number, ...rest: Json[]];

export function findGroup<G extends Group>(groups: readonly G[], name: string): G | undefined {
  return groups.find((group) => group[0] === name);
}

/**
 * Puts a group in place of what is known of it. Of more than 128 groups, the one with the lowest time is forgotten; of equal
 * times, the lowest name.
 */
export function putGroup<G extends Group>(groups: G[], group: G): void {
  const index = groups.findIndex(([name]) => name === group[0]);
  if (index >= 0) groups[index] = group;
  else groups.push(group);
  if (groups.length > MAX_GROUPS) groups.splice(indexOfOldest(groups), 1);
}

function indexOfOldest(groups: readonly Group[]): number {
  return groups.reduce((oldest, group, index) => (isOlder(group, groups[oldest]) ? index : oldest), 0);
}

function isOlder(a: Group, b: Group | undefined): boolean {
  return b !== undefined && (a[1] < b[1] || (a[1] === b[1] && a[0] < b[0]));
}
