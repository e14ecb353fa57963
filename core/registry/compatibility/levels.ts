import type { Type } from 'avsc';
import { differences } from './differences.ts';

const levels = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const;

/**
 * What a next version has to be compatible with. BACKWARD: it reads what the last version wrote. FORWARD: the last version
 * reads what it writes. FULL: both. TRANSITIVE: the same with every version, not the last alone.
 *
 * @see https://docs.confluent.io/platform/current/schema-registry/fundamentals/schema-evolution.html
 */
export type CompatibilityLevel = (typeof levels)[number];

/** Level of subjects that have none of their own, while nobody has set another. */
export const defaultLevel: CompatibilityLevel = 'BACKWARD';

/** The level of a name, in whatever case; nothing for a name that is none. */
export function levelOf(name: unknown): CompatibilityLevel | undefined {
  return typeof name === 'string' ? levels.find((level) => level === name.toUpperCase()) : undefined;
}

/** A version that a schema is held against. */
export interface EarlierVersion {
  readonly version: number;
  readonly type: Type;
}

/**
 * Why a schema can't follow earlier ones, in words that name versions and fields; nothing where it can.
 *
 * @param earlier the newest first
 */
export function incompatibilities(
  level: CompatibilityLevel,
  next: Type,
  earlier: readonly EarlierVersion[],
): readonly string[] {
  if (level === 'NONE') return [];
  const held = level.endsWith('_TRANSITIVE') ? earlier : earlier.slice(0, 1);
  return held.flatMap(({ version, type }) => [
    ...(level.startsWith('FORWARD') ? [] : readingBack(next, type, version)),
    ...(level.startsWith('BACKWARD') ? [] : readingAhead(next, type, version)),
  ]);
}

function readingBack(next: Type, earlier: Type, version: number): string[] {
  return differences(next, earlier).map((difference) => `it can't read what version ${version} wrote: ${difference}`);
}

function readingAhead(next: Type, earlier: Type, version: number): string[] {
  return differences(earlier, next).map((difference) => `version ${version} can't read what it writes: ${difference}`);
}
