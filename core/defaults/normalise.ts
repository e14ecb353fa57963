import type { TObject, TSchema } from 'typebox';
import { instantOrEpochMs } from '../normalise.ts';
import type { Pipeline, RecordContext } from '../pipeline.ts';
import { positionId } from '../position-id.ts';
import { type AnyEvent, added, type Identity, ownId, ownTime, withIdentity } from './identity.ts';

type Normalise = Pipeline['normalise'];

const AHEAD_MS = 300_000;

/**
 * Takes an event as it is, and gives it id and time where it has none. A time of more than five minutes after the arrival
 * is none: clocks may differ, but not by more.
 */
export function anyNormalise(identity: Identity): Normalise {
  return (raw, context) => {
    const isAhead = identity.time && (ownTime(raw) ?? 0) > context.arrivedAt + AHEAD_MS;
    return identify(isAhead ? withIdentity(raw, { time: context.arrivedAt }) : raw, raw, identity, context);
  };
}

/**
 * Takes the fields of the schema, in its order: those of the format `instant` in normal form, from ISO 8601 or milliseconds
 * since the epoch, all others as they are. Further fields are dropped, unless the schema forbids them and so has to see
 * them. Gives the event id and time where it has none.
 */
export function schemaNormalise(schema: TObject, identity: Identity): Normalise {
  const isClosed = (schema as { additionalProperties?: unknown }).additionalProperties === false;
  const fields = Object.entries<TSchema>(schema.properties).map(([field, property]) => ({
    field,
    isInstant: (property as { format?: string }).format === 'instant',
  }));
  return (raw, context) => {
    const known = fields.flatMap(({ field, isInstant }) => {
      if (!Object.hasOwn(raw, field)) return [];
      return [[field, isInstant ? instantOrEpochMs(raw[field]) : raw[field]]];
    });
    return identify({ ...(isClosed && raw), ...Object.fromEntries(known) }, raw, identity, context);
  };
}

/** What the author's own normalising gives, with id and time where they are left to the defaults and it has none. */
export function identifiedNormalise(normalise: Normalise, identity: Identity): Normalise {
  if (!identity.id && !identity.time) return normalise;
  return (raw, context) => identify(normalise(raw, context), raw, identity, context);
}

/** Id and time are the sender's `_event_id` and `_event_time`, else position and arrival: the same at every try of a record. */
function identify(event: AnyEvent, raw: AnyEvent, identity: Identity, context: RecordContext): Record<string, unknown> {
  const sent = { [added.id]: raw[added.id], [added.time]: raw[added.time] };
  return withIdentity(event, {
    ...(identity.id && ownId(event) === undefined && { id: ownId(sent) ?? positionId(context.position) }),
    ...(identity.time && ownTime(event) === undefined && { time: ownTime(sent) ?? context.arrivedAt }),
  });
}
