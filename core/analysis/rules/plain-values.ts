import { clip } from '../../show.ts';
import type { AggregateValue } from '../aggregate.ts';

/** Characters of an alert's message. */
export const MAX_MESSAGE = 1000;
/** Characters of a text among its values. */
const MAX_TEXT = 256;

/**
 * Values as JSON gives them back, so that an alert is the same before and after it lay in a state: what JSON does not know
 * (NaN, the infinities, undefined) is null, and −0 is 0. Text is cut to 256 characters.
 */
export function plainValues(
  values: Readonly<Record<string, AggregateValue | undefined>>,
): Record<string, AggregateValue> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plain(value)]));
}

function plain(value: AggregateValue | undefined): AggregateValue {
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  return typeof value === 'string' ? clip(value, MAX_TEXT) : (value ?? null);
}
