import type { TObject, TSchema } from 'typebox';
import type { EventGenerator, InvalidKind } from '../producer/generator.ts';
import { invalidBytes } from '../producer/invalid-bytes.ts';
import { type AnyEvent, type Identity, ownId, ownTime, withIdentity } from './identity.ts';
import { object } from './sample.ts';

type Kinds = Readonly<Record<string, InvalidKind<AnyEvent>>>;

const VALUES = 100;

/** Events of a pipeline that takes any JSON object: id, time, a key and a number with two decimals. */
export function anyGenerator(): EventGenerator<AnyEvent> {
  return {
    event: ({ random, id, at, devices }) => ({
      event_id: id,
      ts: new Date(at).toISOString(),
      key: `key-${random.integer(1, devices)}`,
      value: random.integer(0, VALUES * 100) / 100,
    }),
    invalid: invalidBytes,
  };
}

/**
 * Events drawn from a schema, and two kinds that it does not take.
 * @param idOf the pipeline's: where it is the author's, the field that it reads gets the id, so that each event has its own
 */
export function schemaGenerator(
  schema: TObject,
  identity: Identity,
  idOf: (event: AnyEvent) => string,
): EventGenerator<AnyEvent> {
  return {
    event: (context) => {
      const drawn = object(schema.properties, context);
      const event = identity.id ? drawn : withId(drawn, idOf(drawn), context.id);
      return withIdentity(event, {
        ...(identity.id && ownId(event) === undefined && { id: context.id }),
        ...(identity.time && ownTime(event) === undefined && { time: context.at }),
      });
    },
    invalid: { ...againstSchema(schema), ...invalidBytes },
  };
}

function withId(event: AnyEvent, drawn: string, id: string): AnyEvent {
  return Object.fromEntries(Object.entries(event).map(([field, value]) => [field, value === drawn ? id : value]));
}

function againstSchema(schema: TObject): Kinds {
  const required = new Set<string>(schema.required);
  const fields = Object.entries<TSchema>(schema.properties).filter(([field]) => required.has(field));
  const [missing] = fields[0] ?? [];
  const [mistyped] = fields.find(([, { type }]: [string, { type?: string }]) => isScalar(type)) ?? [];
  return {
    ...(missing !== undefined && {
      'missing-field': {
        description: `no ${missing}`,
        payload: (event) => Object.fromEntries(Object.entries(event).filter(([field]) => field !== missing)),
      },
    }),
    ...(mistyped !== undefined && {
      'wrong-type': {
        description: `an object for ${mistyped}`,
        payload: (event) => ({ ...event, [mistyped]: {} }),
      },
    }),
  };
}

function isScalar(type: string | undefined): boolean {
  return type === 'string' || type === 'number' || type === 'integer' || type === 'boolean';
}
