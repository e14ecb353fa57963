import { show } from './show.ts';

/** What stands for a value, or the rest of one, that is not shown. */
const HIDDEN = '***';
/** Of fewer characters none is shown: one of two would be half of it. */
const LEAST_SHOWN_OF = 3;

const HOST = String.raw`[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}.-]{0,251}[\p{L}\p{M}\p{N}])?`;
const EMAIL = new RegExp(`^([^@]+)@(${HOST})$`, 'u');
const PHONE = /^\+?[\p{Nd}\s().\-/]{7,40}$/u;
/** A letter or digit with its marks: a reader's character is of several code points in many scripts. */
const INITIAL = String.raw`[\p{L}\p{N}]\p{M}{0,4}`;
const FIRST = new RegExp(`^${INITIAL}(?!\\p{M})`, 'u');
const MASKED = new RegExp(`^(?:(?:${INITIAL})?\\*{3}(?:@${HOST})?|\\+?\\*\\* … \\p{Nd}\\p{Nd})$`, 'u');

/**
 * A personal value as it may be shown: `a***@example.org` of an e-mail address, `+** … 42` of a telephone number, and of any
 * other text its first character, `J***`; of numbers, truth values, lists and objects nothing, `***`. The same value gives
 * the same mask, what is masked already stays as it is, and neither length nor a character but those shows. Undefined and
 * null stay: they hide nobody. Never throws.
 */
export function mask(value: unknown): unknown {
  if (value === undefined || value === null) return value;
  if (typeof value !== 'string') return HIDDEN;
  const text = value.trim().toWellFormed();
  if (MASKED.test(text)) return text;
  const email = EMAIL.exec(text);
  if (email) return `${initial(email[1] ?? '')}${HIDDEN}@${email[2]}`;
  return phone(text) ?? `${initial(text)}${HIDDEN}`;
}

/** A telephone number with its last two digits; undefined for what is none, so has less than seven. */
function phone(text: string): string | undefined {
  const digits = PHONE.test(text) ? [...text.matchAll(/\p{Nd}/gu)] : [];
  return digits.length < 7 ? undefined : `${text.startsWith('+') ? '+' : ''}** … ${digits.slice(-2).join('')}`;
}

/** The first character with its marks; nothing of a short text, or where it is neither letter nor digit. */
function initial(text: string): string {
  const isLong = (text.slice(0, 64).match(/\P{M}/gu)?.length ?? 0) >= LEAST_SHOWN_OF;
  return isLong ? (FIRST.exec(text)?.[0] ?? '') : '';
}

/** A copy in which the fields named are masked. Those that it lacks stay missing. */
export function maskFields<T extends object>(values: T, personal: readonly string[]): T {
  const hidden = personal.filter((field) => Object.hasOwn(values, field));
  const masked = hidden.map((field) => [field, mask((values as Readonly<Record<string, unknown>>)[field])]);
  return { ...values, ...Object.fromEntries(masked) };
}

/**
 * A text, such as a message, in which the values of the fields named are masked wherever they stand as they are, quoted, or
 * cut as {@link show} cuts them. Of one or two characters they are found only in quotes.
 */
export function maskText(text: string, values: object, personal: readonly string[]): string {
  const found = personal
    .flatMap((field) => (Object.hasOwn(values, field) ? [(values as Readonly<Record<string, unknown>>)[field]] : []))
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .flatMap((value) => formsOf(value))
    .sort(([a], [b]) => b.length - a.length);
  return found.reduce((said, [form, hidden]) => said.replaceAll(form, () => hidden), text);
}

/** The ways in which a message may quote a value, and what is to stand there instead. */
function formsOf(value: string | number): [form: string, hidden: string][] {
  const [plain, hidden] = [String(value), String(mask(value))];
  const quoted = [...new Set([JSON.stringify(plain), show(plain)])].map((form): [string, string] => [
    form,
    JSON.stringify(hidden),
  ]);
  const inside = quoted.map(([form]): [string, string] => [form.slice(1, -1), hidden]);
  return [
    ...quoted,
    ...[[plain, hidden] as [string, string], ...inside].filter(([form]) => form.length >= LEAST_SHOWN_OF),
  ];
}
