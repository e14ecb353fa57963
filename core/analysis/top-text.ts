import type { TopValue } from './aggregate.ts';

/** The most frequent texts on one line: `#rain 12 · #sun 7–9` where the second came up from 7 to 9 times. */
export function topText(list: readonly TopValue[]): string {
  if (list.length === 0) return 'none';
  return list
    .map(({ value, count, error = 0 }) => `${value} ${count}${error > 0 ? `–${count + error}` : ''}`)
    .join(' · ');
}
