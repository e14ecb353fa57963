import type { LatestValue } from '../pipeline.ts';
import { type AnyEvent, ownKey } from './identity.ts';

const MAX_VALUES = 20;
const MAX_TEXT_UNITS = 100;
const ALL = 'all';

/**
 * What of an event is shown as the latest: its numbers, truth values and short texts, the first 20.
 * @param key @default the event's field `key`, and one key for all events that have none
 */
export function anyLatest<E>(key: LatestValue<E>['key'] = (event) => ownKey(event as AnyEvent) ?? ALL): LatestValue<E> {
  return {
    key,
    values: (event) =>
      Object.fromEntries(
        Object.entries(event as AnyEvent)
          .filter(isShown)
          .slice(0, MAX_VALUES),
      ),
  };
}

function isShown(entry: [string, unknown]): entry is [string, string | number | boolean] {
  const [, value] = entry;
  if (typeof value === 'string') return value.length <= MAX_TEXT_UNITS && value.isWellFormed();
  return typeof value === 'number' || typeof value === 'boolean';
}
