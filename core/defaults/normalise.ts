import type { TObject } from 'typebox';
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
 * Takes the fields of the schema as they are, in its order; the others are dropped, unless the schema forbids them and so
 * has to see them. Gives the event id and time where it has none.
 */
export function schemaNormalise(schema: TObject, identity: Identity): Normalise {
  const isClosed = (schema as { additionalProperties?: unknown }).additionalProperties === false;
  const fields = Object.keys(schema.properties);
  const known = (raw: AnyEvent): AnyEvent =>
    Object.fromEntries(fields.flatMap((field) => (Object.hasOwn(raw, field) ? [[field, raw[field]]] : [])));
  return (raw, context) => identify(isClosed ? raw : known(raw), raw, identity, context);
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
