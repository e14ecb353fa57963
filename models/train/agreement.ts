import type { Model } from '../../core/models/model.ts';

/** Numbers that differ less than this, relative to the larger, are of the same training: machines differ in the last digits. */
const SAME = 1e-6;

/**
 * Where two models differ, in words: first of all in what scores depend on.
 * @returns at most one place of each field; none where a training reproduces the other
 */
export function differences(committed: Model, trained: Model): readonly string[] {
  const { version: _, ...one } = committed;
  const { version: __, ...other } = trained;
  const names = Object.keys({ ...one, ...other }) as (keyof typeof one)[];
  return names.flatMap((name) => difference(name, one[name], other[name]) ?? []);
}

/** The first place where they differ. */
function difference(place: string, one: unknown, other: unknown): string | undefined {
  if (typeof one === 'number' && typeof other === 'number') {
    const near = Math.abs(one - other) <= SAME * Math.max(Math.abs(one), Math.abs(other), SAME);
    return near ? undefined : `${place} is ${other} instead of ${one}`;
  }
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return one === other ? undefined : `${place} is ${shown(other)} instead of ${shown(one)}`;
  }
  const [left, right] = [Object.entries(one), new Map(Object.entries(other))];
  if (left.length !== right.size) return `${place} has ${right.size} entries instead of ${left.length}`;
  for (const [name, value] of left) {
    const found = difference(`${place}.${name}`, value, right.get(name));
    if (found !== undefined) return found;
  }
  return undefined;
}

const shown = (value: unknown): string => JSON.stringify(value) ?? 'nothing';
