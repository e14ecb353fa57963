import type { Pipeline } from '../pipeline.ts';
import { createRandom } from '../producer/random.ts';
import type { JsonSchema } from './json-schema.ts';
import { fromPortable, plainSchema, toPortable } from './portable.ts';
import { VERSION_FIELD, type VersionSettings, versionsOf } from './versions.ts';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const EXAMPLES = 3;
/** Example events are of 1 January 2026, whenever they are made, so that the same pipeline has the same file. */
const EXAMPLES_AT = Date.UTC(2026, 0, 1);

/**
 * The schema of a pipeline's newest version as it is published: JSON Schema 2020-12, of an event in normal form. Whoever
 * sends such an event has it accepted, unless a rule of the pipeline's speaks against it; whatever is stored is such an event.
 * @throws {RangeError} for a pipeline that takes any JSON object
 * @see https://json-schema.org/draft/2020-12/json-schema-core
 */
export function schemaDocument<E>(pipeline: Pipeline<E>): JsonSchema {
  const versions = versionsOf(pipeline);
  if (!versions) throw new RangeError(`Pipeline ${pipeline.name} takes any JSON object: it has no schema to publish`);
  const { newest } = versions;
  const { type, properties, ...rest } = toPortable(plainSchema(pipeline.schema));
  return {
    $schema: DIALECT,
    $id: `urn:caudal:${pipeline.name}:v${newest}`,
    title: `${pipeline.name}, version ${newest}`,
    description: pipeline.description,
    ...(type && { type }),
    properties: {
      ...properties,
      [VERSION_FIELD]: properties?.[VERSION_FIELD] ?? versionField({ ...pipeline, newest }),
    },
    ...rest,
    examples: examplesOf(pipeline),
  };
}

/** The schema that a published document holds, to compare and to draw from: without the field that says the version. */
export function documentSchema(document: JsonSchema): JsonSchema {
  const { properties = {}, ...rest } = fromPortable(document);
  const fields = Object.entries(properties).filter(([, { $comment }]) => $comment !== ADDED);
  return { ...rest, properties: Object.fromEntries(fields) };
}

const ADDED = 'Added by Caudal: says of which version of the schema an event is.';

/** The field by which a producer says that an event is of this version. */
function versionField({ newest, unversioned }: VersionSettings & { readonly newest: number }): JsonSchema {
  const assumed = unversioned ? 'it is told by what the event has' : '1 is assumed';
  return { const: newest, description: `version of this schema; where it is missing, ${assumed}`, $comment: ADDED };
}

/** Events of the pipeline's generator, always the same; none where it has no generator. */
function examplesOf<E>({ name, generator }: Pipeline<E>): readonly unknown[] {
  const random = createRandom('schema', name);
  return Array.from({ length: generator ? EXAMPLES : 0 }, (_, n) =>
    generator?.event({ random, id: `${EXAMPLES_AT + n}-${random.hex(24)}`, at: EXAMPLES_AT + n * 1000, devices: 10 }),
  );
}
