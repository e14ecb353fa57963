import type { CompatibilityLevel } from './compatibility/levels.ts';

/** A call of the registry's REST API. */
export interface RegistryRequest {
  readonly method: string;
  /** Path, as it was sent: percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Text of the body; empty where there is none. */
  readonly body: string;
}

/** What it answers: the status, and what becomes JSON. */
export interface RegistryResponse {
  readonly status: number;
  readonly body: unknown;
}

/** A version of a subject. */
export interface SubjectVersion {
  /** 1 for a subject's first, then 2, 3 … */
  readonly version: number;
  /** Of its schema, the same in every subject. */
  readonly id: number;
}

/** A version to be added, and its schema where that has no id yet. */
export interface Addition extends SubjectVersion {
  readonly subject: string;
  /** A schema that is new: its text, and the fingerprint of its canonical form. */
  readonly added?: { readonly schema: string; readonly fingerprint: string };
}

/** Where the registry keeps what it knows. All reads see every write that was answered before. */
export interface RegistryStore {
  /** Text of a schema. */
  schema(id: number): Promise<string | undefined>;
  /** Id of the schema whose canonical form has the fingerprint. */
  idOf(fingerprint: string): Promise<number | undefined>;
  /** The highest id that was given; 0 where none was. */
  lastId(): Promise<number>;
  /** Names of the subjects, sorted. */
  subjects(): Promise<readonly string[]>;
  /** Versions of a subject, the oldest first; none where there is no such subject. */
  versions(subject: string): Promise<readonly SubjectVersion[]>;
  /** Adds a version, whole or not at all: false where version, id or fingerprint have been given away meanwhile. */
  add(addition: Addition): Promise<boolean>;
  /** Level of a subject, or of all that have none of their own. */
  level(subject?: string): Promise<CompatibilityLevel | undefined>;
  /** Sets it. @param level undefined: takes it away */
  setLevel(subject: string | undefined, level: CompatibilityLevel | undefined): Promise<void>;
}
