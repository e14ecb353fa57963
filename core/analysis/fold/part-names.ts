import { show } from '../../show.ts';

/** Name of a window's state among the parts of an item. */
export function windowName({ name }: { readonly name: string }): string {
  return `w:${name}`;
}

/** Name of a rule's state among the parts of an item. */
export function ruleName({ name }: { readonly name: string }): string {
  return `r:${name}`;
}

/** Name of the decider's state among the parts of an item. */
export function deciderName({ name }: { readonly name: string }): string {
  return `d:${name}`;
}

/** How messages name a part. */
export function partNamed(part: string): string {
  const kind = { w: 'window', d: 'decider' }[part.charAt(0)] ?? 'rule';
  return `${kind} ${part.slice(2)}`;
}

/** Calls a function of the pipeline's author. @throws {Error} what it throws, with the part that it belongs to */
export function blaming<T>(part: string, call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    const what = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : show(thrown);
    throw new Error(`${partNamed(part)} threw ${what}`);
  }
}
