import {
  type CompatibilityLevel,
  defaultLevel,
  type EarlierVersion,
  incompatibilities,
} from './compatibility/levels.ts';
import { incompatible } from './errors.ts';
import type { RegistryStore, SubjectVersion } from './model.ts';
import { type ParsedSchema, parseSchema } from './schema.ts';

/** Writers that may win the race for a version or an id before one gives up. */
const TRIES = 8;

/**
 * Adds a schema to a subject, unless the subject has it. A schema has one id wherever it is registered, and ids are dense:
 * both are conditions of the write, so that who loses a race looks again.
 *
 * @throws {RegistryError} 40901 where the subject's level forbids it
 */
export async function register(store: RegistryStore, subject: string, schema: ParsedSchema): Promise<SubjectVersion> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const [versions, known] = await Promise.all([store.versions(subject), store.idOf(schema.fingerprint)]);
    const there = versions.find(({ id }) => id === known);
    if (there) return there;
    const differences = await check(store, subject, schema, versions);
    if (differences.length > 0) throw incompatible(subject, differences);
    const version = (versions.at(-1)?.version ?? 0) + 1;
    const id = known ?? (await store.lastId()) + 1;
    const added = known === undefined ? { schema: schema.text, fingerprint: schema.fingerprint } : undefined;
    if (await store.add({ subject, version, id, ...(added && { added }) })) return { version, id };
  }
  throw new Error(`the subject ${subject} changed under ${TRIES} tries to add to it`);
}

/** Why a schema can't follow these versions by the level of their subject; nothing where it can. @param versions the oldest first */
export async function check(
  store: RegistryStore,
  subject: string,
  schema: ParsedSchema,
  versions: readonly SubjectVersion[],
): Promise<readonly string[]> {
  const level = await effectiveLevel(store, subject);
  if (level === 'NONE') return [];
  const held = level.endsWith('_TRANSITIVE') ? versions.toReversed() : versions.slice(-1);
  const earlier = await Promise.all(
    held.map(async ({ version, id }): Promise<EarlierVersion> => {
      const text = await store.schema(id);
      if (text === undefined) throw new Error(`the registry has lost schema ${id}, version ${version} of ${subject}`);
      return { version, type: parseSchema(text).type };
    }),
  );
  return incompatibilities(level, schema.type, earlier);
}

/** The level that holds for a subject. */
async function effectiveLevel(store: RegistryStore, subject: string): Promise<CompatibilityLevel> {
  return (await store.level(subject)) ?? (await store.level()) ?? defaultLevel;
}
