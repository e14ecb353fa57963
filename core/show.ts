const MAX_SHOWN = 60;

/** A value as a message may name it: on one line, at most about 60 characters, whatever was received. Never throws. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(clip(value, MAX_SHOWN));
  if (Array.isArray(value)) return `an array of length ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (value === undefined) return 'nothing';
  return clip(String(value), MAX_SHOWN);
}

/** The text, cut to so many UTF-16 units, and well-formed: a cut never leaves half a character behind. */
export function clip(text: string, units: number): string {
  return (text.length <= units ? text : `${text.slice(0, units - 1)}…`).toWellFormed();
}
