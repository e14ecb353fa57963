import { isId, isInstant } from '../formats.ts';
import { instantOrEpochMs } from '../normalise.ts';

/** An event of which nothing is known but that it is a JSON object. */
export type AnyEvent = Readonly<Record<string, unknown>>;

/** Which of the two a pipeline leaves to the defaults. */
export interface Identity {
  readonly id: boolean;
  readonly time: boolean;
}

/** What an event gets that brings none of its own. */
interface Given {
  readonly id?: string;
  /** Milliseconds since the epoch. */
  readonly time?: number;
}

/** Fields that normalising adds. Of a name of their own, so that nothing that the sender wrote is lost. */
export const added = { id: '_event_id', time: '_event_time' } as const;

const ID_FIELDS = ['event_id', 'id', added.id];
const TIME_FIELDS = [added.time, 'event_time', 'ts', 'timestamp'];
const KEY_FIELD = 'key';
const MAX_KEY_UNITS = 256;

/** The event's own id: of its fields `event_id`, `id` and `_event_id` the first that is a fit id. */
export function ownId(event: AnyEvent): string | undefined {
  return firstOf(ID_FIELDS, event, (value) => {
    const id = textOf(value);
    return id !== undefined && isId(id) ? id : undefined;
  });
}

/** The event's own time, in milliseconds since the epoch: of `_event_time`, `event_time`, `ts` and `timestamp` the first that is one. */
export function ownTime(event: AnyEvent): number | undefined {
  return firstOf(TIME_FIELDS, event, (value) => {
    const normal = instantOrEpochMs(value);
    return typeof normal === 'string' && isInstant(normal) ? Date.parse(normal) : undefined;
  });
}

/** The field `key`, where Kinesis takes it for a partition key: 1 to 256 characters. */
export function ownKey(event: AnyEvent): string | undefined {
  return firstOf([KEY_FIELD], event, (value) => {
    const key = textOf(value);
    return key !== undefined && key !== '' && key.length <= MAX_KEY_UNITS && key.isWellFormed() ? key : undefined;
  });
}

/** The event with what is given; what is not given is left as it is. */
export function withIdentity(event: AnyEvent, { id, time }: Given): Record<string, unknown> {
  return {
    ...event,
    ...(id !== undefined && { [added.id]: id }),
    ...(time !== undefined && { [added.time]: new Date(time).toISOString() }),
  };
}

/** {@link ownId} of an event that was normalised. @throws {RangeError} for one that was not, and has none */
export function idOf(event: AnyEvent): string {
  return ownId(event) ?? missing('an id', ID_FIELDS);
}

/** {@link ownTime} of an event that was normalised. @throws {RangeError} for one that was not, and has none */
export function timeOf(event: AnyEvent): number {
  return ownTime(event) ?? missing('a time', TIME_FIELDS);
}

function firstOf<T>(
  fields: readonly string[],
  event: AnyEvent,
  read: (value: unknown) => T | undefined,
): T | undefined {
  for (const field of fields) {
    const found = Object.hasOwn(event, field) ? read(event[field]) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

function missing(what: string, fields: readonly string[]): never {
  throw new RangeError(`The event has ${what} in none of ${fields.join(', ')}: normalise it first, or give it one`);
}
