import { Buffer } from 'node:buffer';
import type { Reason } from './reason.ts';
import { show } from './show.ts';

/** Texts by name: the value of a field that a column of type `map<text, text>` takes. */
export type TextMap = Readonly<Record<string, string>>;

/** What a map of texts may hold at the most. */
export interface TextMapLimits {
  readonly entries: number;
  /** UTF-8. */
  readonly nameBytes: number;
  /** UTF-8. */
  readonly valueBytes: number;
}

/** As a table gives a map back: in the order of the names' UTF-8. */
const byBytes = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  Buffer.compare(Buffer.from(a), Buffer.from(b));

/**
 * The normal form of a map of texts, which a table gives back as it is: numbers and truth values are text, names are in order,
 * and a map without names is undefined. Anything else is left for the schema to refuse.
 */
export function textMap(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([name, held]): [string, unknown] => [
    name,
    typeof held === 'number' || typeof held === 'boolean' ? String(held) : held,
  ]);
  return entries.length === 0 ? undefined : Object.fromEntries(entries.sort(byBytes));
}

/** The value of a column. */
export const toCqlMap = (texts: TextMap): ReadonlyMap<string, string> => new Map(Object.entries(texts));

/** The texts that a column holds, in normal form. */
export const fromCqlMap = (map: ReadonlyMap<string, string>): TextMap => Object.fromEntries([...map].sort(byBytes));

/** What a schema can't say against a map of texts: how many they are, how long, and that they are text that a table takes. */
export function textMapReasons(field: string, texts: TextMap, limits: TextMapLimits): readonly Reason[] {
  const entries = Object.entries(texts);
  const messages = entries.flatMap(([name, value]) => [
    ...(fits(name, limits.nameBytes) ? [] : [`must have names ${words(limits.nameBytes)} (received ${show(name)})`]),
    ...(fits(value, limits.valueBytes)
      ? []
      : [`must have a value ${words(limits.valueBytes)} for ${show(name)} (received ${show(value)})`]),
  ]);
  if (entries.length > limits.entries) {
    messages.unshift(`must have at most ${limits.entries} names (received ${entries.length})`);
  }
  return messages.map((message) => ({ code: 'rule', field, message }));
}

const fits = (text: string, bytes: number): boolean =>
  text.isWellFormed() && !text.includes('\0') && Buffer.byteLength(text) <= bytes;

const words = (bytes: number): string => `of at most ${bytes} bytes, well-formed and without NUL`;
