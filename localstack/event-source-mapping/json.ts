import type { JsonObject, JsonValue } from './model.ts';

/** Whether a value is a JSON object: no null, no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a JSON list. */
export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** The value that a text says in JSON; undefined when it says none. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** Levels of lists and objects within one another that records and responses may have. */
const MOST_LEVELS = 1000;

/**
 * The value of a text that anybody may have written; undefined when it says none, or nests deeper than 1,000 levels: whoever
 * walks it would run out of stack, and the record would stop its shard for ever.
 */
export function parseForeignJson(text: string): JsonValue | undefined {
  const value = parseJson(text);
  if (text.length <= 2 * MOST_LEVELS || value === undefined) return value;
  let level: readonly JsonValue[] = [value];
  for (let depth = 0; depth <= MOST_LEVELS && level.length > 0; depth += 1) level = level.flatMap(membersOf);
  return level.length > 0 ? undefined : value;
}

function membersOf(value: JsonValue): readonly JsonValue[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

/** Bytes of a value as JSON in UTF-8. */
export function jsonBytes(value: JsonValue): number {
  return Buffer.byteLength(JSON.stringify(value));
}
