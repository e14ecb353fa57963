import { show } from '../../show.ts';

/** What a value has to be, in words, and whether it is. */
export interface Requirement {
  readonly expected: string;
  holds(value: unknown): boolean;
}

/** @throws {RangeError} naming the field, what it has to be, and the value received */
export function demand(field: string, value: unknown, { expected, holds }: Requirement): void {
  if (!holds(value)) throw new RangeError(`${field} must be ${expected} (received ${show(value)})`);
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

export const whole = (low: number, high: number): Requirement => ({
  expected: `a whole number from ${low} to ${high}`,
  holds: (value) => Number.isInteger(value) && Number(value) >= low && Number(value) <= high,
});

export const number: Requirement = { expected: 'a finite number', holds: isNumber };
export const over0: Requirement = { expected: 'a number over 0', holds: (value) => isNumber(value) && value > 0 };
export const atLeast0: Requirement = {
  expected: 'a number of 0 or more',
  holds: (value) => isNumber(value) && value >= 0,
};
export const over0UpTo1: Requirement = {
  expected: 'a number over 0, up to 1',
  holds: (value) => isNumber(value) && value > 0 && value <= 1,
};
export const aFunction: Requirement = { expected: 'a function', holds: (value) => typeof value === 'function' };
export const aBoolean: Requirement = { expected: 'true or false', holds: (value) => typeof value === 'boolean' };

export const oneOf = (...values: readonly string[]): Requirement => ({
  expected: values.map((value) => `'${value}'`).join(' or '),
  holds: (value) => typeof value === 'string' && values.includes(value),
});

export const text = (pattern: RegExp, expected: string): Requirement => ({
  expected,
  holds: (value) => typeof value === 'string' && pattern.test(value),
});

/** For what may be left out. */
export const optional = ({ expected, holds }: Requirement): Requirement => ({
  expected,
  holds: (value) => value === undefined || holds(value),
});
