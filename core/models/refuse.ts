import { show } from '../show.ts';

/** The fields of a JSON object that nobody has judged yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** @throws {RangeError} always: naming the field, what is expected and what was received */
export function refuse(field: string, expected: string, received: unknown): never {
  throw new RangeError(`Model: ${field} ${expected} (received ${show(received)})`);
}

/** @throws {RangeError} for what is no JSON object */
export function fieldsOf(field: string, value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  return refuse(field, 'must be a JSON object', value);
}

/** @throws {RangeError} for what is no list of so many finite numbers */
export function numbersOf(field: string, value: unknown, size: number): readonly number[] {
  if (!Array.isArray(value)) return refuse(field, `must be a list of ${size}`, value);
  if (value.length !== size) refuse(field, `must be a list of ${size}`, value);
  const odd = value.find((one) => !Number.isFinite(one));
  if (odd !== undefined || value.includes(undefined)) refuse(field, 'must be finite numbers', odd);
  return value;
}
