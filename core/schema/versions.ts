import { whole } from '../settings.ts';

/** The field by which an event says which version of its schema it was written to; missing or null: it says none. */
export const VERSION_FIELD = 'schema_version';

/** A payload as it was sent, or as an upcast left it: a JSON object. */
export type RawEvent = Readonly<Record<string, unknown>>;

/**
 * Turns a payload of one version into one of the next, before it is normalised. Total and pure: it never throws on data,
 * reads no clock, and leaves what it does not understand for the schema to judge.
 */
export type Upcast = (raw: RawEvent) => RawEvent;

/**
 * What a change of a schema may do within one version. `backward`: whatever fitted before still fits, and no field goes.
 * `full`: also, whatever fits now would have fitted before, so that readers meet nothing new but further fields.
 */
export type Compatibility = 'backward' | 'full';

/** The versions of a pipeline's schema. */
export interface SchemaVersions {
  /** That of the schema which the pipeline declares, 1 or more. */
  readonly newest: number;
  /** The oldest that is still taken. */
  readonly oldest: number;
  /** By the version that each takes, from `oldest` to `newest` − 1. */
  readonly upcasts: Readonly<Record<number, Upcast>>;
  /** Version of a payload that says none. */
  unversioned(raw: RawEvent): number;
  readonly compatibility: Compatibility;
}

/** What a definition says of its versions. */
export interface VersionSettings {
  /**
   * Version of the schema, 1 to 10,000. Raise it for a change that is not compatible, and declare the upcast.
   * @default 1
   */
  readonly schemaVersion?: number;
  /**
   * The oldest version that is still taken, 1 to `schemaVersion`. Raise it when nobody sends what lies below any more:
   * such events are then rejected as `unknown-schema-version`.
   * @default 1
   */
  readonly oldestSchemaVersion?: number;
  /** From version n to n + 1, by n: one for each version that is taken, but the newest. @default {} */
  readonly upcasts?: Readonly<Record<number, Upcast>>;
  /** Version of a payload without `schema_version`, where it can be told by its looks. @default 1 */
  readonly unversioned?: (raw: RawEvent) => number;
  /** What `npm run check` asks of a change within one version: see {@link Compatibility}. @default 'backward' */
  readonly compatibility?: Compatibility;
}

const MAX_VERSION = 10_000;

/** The upcast of a version whose events fit the next one as they are: it only added what may be left out, or widened. */
export const unchanged: Upcast = (raw) => raw;

/**
 * What a definition says of its versions, checked, and the version filled in; nothing where it has no schema.
 * @throws {RangeError} naming the setting, what is expected and the value received
 */
export function versionSettings(definition: VersionSettings & { readonly schema?: unknown }): VersionSettings {
  const { schemaVersion = 1, oldestSchemaVersion, upcasts, unversioned, compatibility } = definition;
  const settings = {
    ...(oldestSchemaVersion !== undefined && { oldestSchemaVersion }),
    ...(upcasts && { upcasts }),
    ...(unversioned && { unversioned }),
    ...(compatibility && { compatibility }),
  };
  if (definition.schema) {
    checkedVersions({ schemaVersion, ...settings });
    return { schemaVersion, ...settings };
  }
  const strange = Object.keys({ ...(definition.schemaVersion !== undefined && { schemaVersion }), ...settings });
  if (strange.length === 0) return {};
  throw new RangeError(`${strange.join(', ')}: versions are those of a schema, and the pipeline declares none`);
}

/** The versions of a pipeline's schema. Nothing where any JSON object is an event: there is nothing that could have them. */
export function versionsOf(pipeline: VersionSettings): SchemaVersions | undefined {
  return pipeline.schemaVersion === undefined ? undefined : checkedVersions(pipeline);
}

function checkedVersions(settings: VersionSettings): SchemaVersions {
  const newest = whole('schemaVersion', settings.schemaVersion ?? 1, 1, MAX_VERSION);
  const oldest = whole('oldestSchemaVersion', settings.oldestSchemaVersion ?? 1, 1, newest);
  const upcasts = settings.upcasts ?? {};
  for (let from = oldest; from < newest; from += 1) {
    if (upcasts[from]) continue;
    throw new RangeError(
      `upcasts[${from}] is missing: with schemaVersion ${newest}, events of version ${from} have to become such of ` +
        `version ${from + 1} (core/schema/versions.ts has "unchanged" for those that are already)`,
    );
  }
  const strange = Object.keys(upcasts).find((from) => !isBetween(from, oldest, newest - 1));
  if (strange !== undefined) {
    throw new RangeError(
      `upcasts[${strange}] is never used: versions ${oldest} to ${newest} are taken, so upcasts go from ${oldest} to ` +
        `${newest - 1}`,
    );
  }
  return {
    newest,
    oldest,
    upcasts,
    unversioned: settings.unversioned ?? (() => 1),
    compatibility: settings.compatibility ?? 'backward',
  };
}

function isBetween(key: string, low: number, high: number): boolean {
  const number = Number(key);
  return Number.isInteger(number) && number >= low && number <= high;
}
