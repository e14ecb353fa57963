import { maskFields } from '../mask.ts';
import type { Pipeline } from '../pipeline.ts';
import { clip } from '../show.ts';
import { schemaChanges } from './compatibility/changes.ts';
import type { Change } from './compatibility/words.ts';
import { documentSchema, schemaDocument } from './document.ts';
import type { JsonSchema } from './json-schema.ts';
import { misfits, type PublishedSchema } from './replay.ts';
import { isEqual } from './same.ts';
import { type SchemaVersions, versionsOf } from './versions.ts';

/**
 * How a pipeline's schema stands to what is published of it.
 *
 * - `any`: it takes any JSON object, there is nothing to publish
 * - `unpublished`: nothing is published yet, so nothing can break
 * - `published`: it is what is published
 * - `outdated`: it is another, but one that may take the place of what is published
 * - `refused`: it would break who sends or reads its events
 */
export type SchemaState = 'any' | 'unpublished' | 'published' | 'outdated' | 'refused';

/** What the check of a pipeline's schema found. */
export interface SchemaReport {
  readonly pipeline: string;
  /** The newest version; 0 where the pipeline takes any JSON object. */
  readonly version: number;
  /** The oldest version that is taken; 0 where the pipeline takes any JSON object. */
  readonly oldest: number;
  readonly state: SchemaState;
  /** Why the schema is refused or out of date, each naming the field, and what to do. */
  readonly complaints: readonly string[];
  /** What may be done, but readers may stumble over. */
  readonly notes: readonly string[];
}

/** A longer event is cut in a message. */
const MAX_EVENT = 300;

/** Where the schema of a version is published, from the root of the checkout. */
export function schemaFile(pipeline: string, version: number): string {
  return `schemas/${pipeline}/v${version}.json`;
}

/**
 * Holds a pipeline's schema against what is published of it: the change within its newest version by structure
 * ({@link schemaChanges}), and by events at the edges of every published version that is still taken, which have to pass the
 * pipeline as it is now ({@link misfits}). What no schema shows is not seen: units, rules, the meaning of a field.
 */
export function checkSchema<E>(pipeline: Pipeline<E>, published: readonly PublishedSchema[]): SchemaReport {
  const versions = versionsOf(pipeline);
  const common = { pipeline: pipeline.name, version: versions?.newest ?? 0, oldest: versions?.oldest ?? 0, notes: [] };
  if (!versions) return { ...common, state: 'any', complaints: [] };
  if (published.length === 0) return { ...common, state: 'unpublished', complaints: [] };

  const current = schemaDocument(pipeline);
  const own = published.find(({ version }) => version === versions.newest);
  const changes = own && schemaChanges(documentSchema(own.document), documentSchema(current), versions.compatibility);
  const structural = (changes?.breaking ?? []).map((change) => changeText(pipeline.name, change, versions.newest));
  // What breaks within the version would show again in each older one.
  const replayed = structural.length > 0 ? [] : published;
  const refusals = [
    ...aheadTexts(pipeline.name, published, versions),
    ...missingTexts(pipeline.name, published, versions),
    ...structural,
    ...replayed.filter((one) => isTaken(one, versions)).flatMap((one) => misfitTexts(pipeline, one, versions)),
  ];
  const notes = (changes?.surprising ?? []).map(({ what, effect }) => `${pipeline.name}: ${what}: ${effect}`);
  if (refusals.length > 0) return { ...common, state: 'refused', complaints: refusals, notes };
  if (own && isEqual(withoutExamples(own.document), withoutExamples(current))) {
    return { ...common, state: 'published', complaints: [], notes };
  }
  const file = schemaFile(pipeline.name, versions.newest);
  const what = own ? 'is not what the pipeline declares any more, which is compatible' : 'is not there yet';
  const complaint = `${pipeline.name}: ${file} ${what}: ./caudal schema ${pipeline.name} --publish`;
  return { ...common, state: 'outdated', complaints: [complaint], notes };
}

function changeText(name: string, { what, effect, instead }: Change, version: number): string {
  return (
    `${name}: ${what}: ${effect}. Either ${instead}, or raise schemaVersion to ${version + 1} ` +
    `and declare upcasts[${version}]`
  );
}

/** Versions that are published but that the pipeline does not know. */
function aheadTexts(
  name: string,
  published: readonly PublishedSchema[],
  { newest }: SchemaVersions,
): readonly string[] {
  return published
    .filter(({ version }) => version > newest)
    .map(
      ({ version }) =>
        `${name}: version ${version} is published, and schemaVersion is ${newest}. Either set it to ${version}, or delete ` +
        `${schemaFile(name, version)} if nobody has seen it`,
    );
}

function isTaken({ version }: PublishedSchema, { oldest, newest }: SchemaVersions): boolean {
  return version >= oldest && version <= newest;
}

/** Older versions that are taken, but of which nothing is published. */
function missingTexts(
  name: string,
  published: readonly PublishedSchema[],
  { oldest, newest }: SchemaVersions,
): readonly string[] {
  return Array.from({ length: newest - oldest }, (_, n) => oldest + n)
    .filter((version) => !published.some((one) => one.version === version))
    .map(
      (version) =>
        `${name}: ${schemaFile(name, version)} is missing, so nothing shows that events of version ${version} still ` +
        `pass. Take it from the history of the repository, or raise oldestSchemaVersion to ${version + 1}`,
    );
}

/** Events of a published version that the pipeline would reject. */
function misfitTexts<E>(pipeline: Pipeline<E>, schema: PublishedSchema, { newest }: SchemaVersions): readonly string[] {
  const { name, personal = [] } = pipeline;
  const { version } = schema;
  return misfits(pipeline, schema).map(({ reason, event }) => {
    const what = reason.field === undefined ? reason.message : `"${reason.field}" ${reason.message}`;
    const example = clip(JSON.stringify(maskFields(event, personal)), MAX_EVENT);
    if (version === newest) {
      return (
        `${name}: an event that fits ${schemaFile(name, version)} is rejected: ${what}. Either let normalise take it, or ` +
        `raise schemaVersion to ${version + 1} and declare upcasts[${version}]. The event: ${example}`
      );
    }
    return (
      `${name}: an event of version ${version}, up-cast, does not fit version ${newest}: ${what}. ` +
      `Mend ${upcastNames(version, newest)}. The event: ${example}`
    );
  });
}

function upcastNames(from: number, newest: number): string {
  return newest - from === 1 ? `upcasts[${from}]` : `upcasts[${from}] to upcasts[${newest - 1}]`;
}

function withoutExamples({ examples, ...document }: JsonSchema): JsonSchema {
  return document;
}
