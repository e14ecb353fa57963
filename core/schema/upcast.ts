import type { Pipeline } from '../pipeline.ts';
import type { Reason } from '../reason.ts';
import { show } from '../show.ts';
import { type RawEvent, type Upcast, VERSION_FIELD, versionsOf } from './versions.ts';

/**
 * A payload in the terms of the newest version and, where there is more than one, the version that it was sent as; or why it
 * is of none.
 */
type Upcasted = { readonly value: RawEvent; readonly version?: number } | { readonly reason: Reason };

/**
 * Makes what brings a payload up to the newest version of a pipeline's schema: the chain of upcasts from the version that
 * it says. The field `schema_version` is gone then, unless the schema has a field of that name, which holds the newest
 * version. Where any JSON object is an event, none of its fields is a version.
 */
export function createUpcast<E>(pipeline: Pipeline<E>): (raw: RawEvent) => Upcasted {
  const versions = versionsOf(pipeline);
  if (!versions) return (value) => ({ value });
  const { newest, oldest, upcasts, unversioned } = versions;
  const isField = Object.hasOwn(pipeline.schema.properties, VERSION_FIELD);
  const known = oldest === newest ? `${newest}` : `${oldest} to ${newest}`;

  return (raw) => {
    const { said, unmarked } = marked(raw);
    const version = said ?? unversioned(unmarked);
    if (typeof version !== 'number' || !Number.isInteger(version) || version < oldest || version > newest) {
      const missing = said === undefined || said === null ? ', for the field is missing' : '';
      return unknown(`must be a version that the pipeline takes: ${known} (received ${show(version)}${missing})`);
    }
    let value: RawEvent = unmarked;
    for (let from = version; from < newest; from += 1) value = applied(upcasts[from], value, from);
    return {
      value: isField ? { ...value, [VERSION_FIELD]: newest } : value,
      ...(newest > 1 && { version }),
    };
  };
}

/** Parts what an event says of its version from the event; nearly all say nothing, and are not copied. */
function marked(raw: RawEvent): { readonly said?: unknown; readonly unmarked: RawEvent } {
  if (!Object.hasOwn(raw, VERSION_FIELD)) return { unmarked: raw };
  const { [VERSION_FIELD]: said, ...unmarked } = raw;
  return { said, unmarked };
}

function unknown(message: string): { readonly reason: Reason } {
  return { reason: { code: 'unknown-schema-version', field: VERSION_FIELD, message } };
}

function applied(upcast: Upcast | undefined, value: RawEvent, from: number): RawEvent {
  const next = upcast?.(value);
  if (typeof next === 'object' && next !== null && !Array.isArray(next)) return next;
  throw new TypeError(`upcasts[${from}] must give an object (it gave ${show(next)})`);
}
