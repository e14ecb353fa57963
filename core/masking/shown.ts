import { mask, maskFields } from '../mask.ts';

/** What a value may be that is shown of an event. */
type Shown = string | number | boolean | null | undefined;

/** An event (or several) as a function of the pipeline's author gets it, and the same with its personal fields masked. */
export interface Masked<G> {
  readonly given: G;
  readonly masked: G;
}

/**
 * What may be shown of a value that an author's function works out of an event: text as it comes out of the masked event,
 * whatever the function does with it; numbers and truth values (an age, a count) of the event itself, unless the masked event
 * gives text in their place, since then they stood in the event as they are.
 */
export function shownValue<G, V extends Shown>(of: (given: G) => V, { given, masked }: Masked<G>): V | string {
  return chosen(
    of(given),
    attempt(() => of(masked)),
  );
}

/** {@link shownValue} of values by name; those that bear the name of a personal field are masked whatever they are. */
export function shownValues<G, V extends Shown>(
  of: (given: G) => Readonly<Record<string, V>>,
  { given, masked }: Masked<G>,
  personal: readonly string[],
): Record<string, V | string> {
  const hidden = attempt(() => of(masked));
  const shown = Object.entries(of(given)).map(([name, value]) => [name, chosen(value, hidden?.[name])]);
  return maskFields(Object.fromEntries(shown), personal);
}

const NO_MESSAGE = 'the message of this rule needs a personal field as it is, so it is not shown';

/**
 * The message of the masked event. Where that cannot be written (it calls what only a number has, say), a sentence that says
 * so. What the message of the event itself throws is thrown.
 */
export function shownMessage<G>(message: (given: G) => string, { given, masked }: Masked<G>): string {
  const said = attempt(() => message(masked));
  if (said !== undefined) return said;
  message(given);
  return NO_MESSAGE;
}

function chosen<V extends Shown>(value: V, hidden: Shown): V | string {
  if (typeof hidden === 'string') return hidden;
  return typeof value === 'string' ? String(mask(value)) : value;
}

/** A masked event is none that the author thought of, so a function may throw over it. */
function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
