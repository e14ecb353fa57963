import { show } from './show.ts';

/** The value, if it is a whole number in the range. @throws {RangeError} naming the setting, the range and the value received */
export function whole(setting: string, value: number, low: number, high: number): number {
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw notWhole(setting, value, low, high);
}

/** The whole number in the range that a text says, in digits. @throws {RangeError} as {@link whole}, with the text received */
export function wholeText(setting: string, text: string, low: number, high: number): number {
  if (/^\d+$/.test(text)) return whole(setting, Number(text), low, high);
  throw notWhole(setting, text, low, high);
}

/** @throws {RangeError} for a value that does not match, naming the setting, what is expected and the value received */
export function matches(setting: string, value: string, pattern: RegExp, expected: string): void {
  if (!pattern.test(value)) throw new RangeError(`${setting} must be ${expected} (received ${show(value)})`);
}

function notWhole(setting: string, received: number | string, low: number, high: number): RangeError {
  return new RangeError(`${setting} must be a whole number from ${low} to ${high} (received ${show(received)})`);
}
