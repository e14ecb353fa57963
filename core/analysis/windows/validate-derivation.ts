import { show } from '../../show.ts';
import type { Window } from '../window.ts';

const NAME = /^[a-z][a-z0-9_]{0,39}$/;

/**
 * Refuses a derivation whose values could not stand among those of the window.
 * @throws {RangeError} naming the window, the field and the value received
 */
export function validateDerivation<E>({ name: window, derive, aggregates }: Window<E>): void {
  if (!derive) return;
  const fail = (what: string, received: unknown): never => {
    throw new RangeError(`Window ${window}: derive.${what} (received ${show(received)})`);
  };
  const { model, values } = derive;
  if (typeof model !== 'string' || model.length < 1 || model.length > 100) {
    fail('model must be 1 to 100 characters, the name and version of what works the values out', model);
  }
  if (Object.keys(values).length === 0) fail('values must name at least one', 'none');
  for (const [name, derived] of Object.entries(values)) {
    if (!NAME.test(name)) {
      fail('values: a name must be 1 to 40 lower-case letters, digits and underscores, the first a letter', name);
    }
    if (Object.hasOwn(aggregates, name)) fail('values: a name must be none of an aggregate', name);
    if (typeof derived !== 'function') fail(`values.${name} must be a function of the aggregates`, derived);
  }
}
