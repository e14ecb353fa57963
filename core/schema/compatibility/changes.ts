import { registerFormats } from '../../formats.ts';
import type { JsonSchema } from '../json-schema.ts';
import type { Compatibility } from '../versions.ts';
import { gapsBetween } from './gaps.ts';
import { type Change, narrowed, widened } from './words.ts';

/** What a change of a schema, within one version, breaks and what it does not. */
export interface SchemaChanges {
  /** What the compatibility that is asked for does not allow. */
  readonly breaking: readonly Change[];
  /** What readers may stumble over, but may be done. */
  readonly surprising: readonly Change[];
}

/**
 * Compares a schema as it was with what it is now, as a reader of either would take what was written to the other:
 * `backward` asks that the new one takes what fitted the old one and drops none of its fields, `full` the other direction
 * too. Both may add what is optional.
 *
 * These are BACKWARD and FULL of Confluent's registry, with one difference: there, a new optional field breaks an open
 * schema, for events could have had a field of that name with anything in it. Here they could not: normalising drops what
 * the schema does not name.
 *
 * @see https://docs.confluent.io/platform/current/schema-registry/fundamentals/schema-evolution.html
 */
export function schemaChanges(before: JsonSchema, after: JsonSchema, asked: Compatibility): SchemaChanges {
  registerFormats();
  const forProducers = unique(gapsBetween(before, after).map(narrowed));
  const said = new Set(forProducers.map(({ path }) => path));
  const forReaders = unique(
    gapsBetween(after, before)
      .filter(({ kind, path, reader }) => !said.has(path) && (kind !== 'unread' || reader === false))
      .map(widened),
  );
  return asked === 'full'
    ? { breaking: [...forProducers, ...forReaders], surprising: [] }
    : { breaking: forProducers, surprising: forReaders };
}

function unique(changes: readonly Change[]): readonly Change[] {
  return [...new Map(changes.map((change) => [change.what, change])).values()];
}
