import { isInstant } from './formats.ts';

/** Brings a value into normal form where it can, and leaves it as it is where it can't: the schema judges it then. */
type Normaliser = (value: unknown) => unknown;

/**
 * Normalises the fields named, in the order named, and drops all others. A field that is not there stays missing. Only
 * the object's own fields are read, so a payload without `constructor` has none.
 */
export function fields(
  normalisers: Readonly<Record<string, Normaliser>>,
): (raw: Readonly<Record<string, unknown>>) => Record<string, unknown> {
  const entries = Object.entries(normalisers);
  return (raw) => {
    const normal: Record<string, unknown> = {};
    for (const [field, normaliser] of entries) {
      if (Object.hasOwn(raw, field)) normal[field] = normaliser(raw[field]);
    }
    return normal;
  };
}

/** Text without white space around it. */
export const trimmed: Normaliser = (value) => (typeof value === 'string' ? value.trim() : value);

/** Text without white space around it, in lower case by Unicode's rules, the same in every locale. */
export const lowerCase: Normaliser = (value) => (typeof value === 'string' ? value.trim().toLowerCase() : value);

/** Text without white space around it, in upper case by Unicode's rules. */
export const upperCase: Normaliser = (value) => (typeof value === 'string' ? value.trim().toUpperCase() : value);

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** A number from decimal text such as `"24.57"` or `" 1e3 "`. Not from `""`, `"NaN"`, `"0x10"`, `"1_000"`, `"1e999"`. */
export const number: Normaliser = (value) => {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  const result = DECIMAL.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(result) ? result : value;
};

const DATE_TIME =
  /^(\d{4}-\d\d-\d\d)[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d+))?)?(?:Z|([+-])([01]\d|2[0-3]):?([0-5]\d)?)?$/i;

/**
 * An instant, from ISO 8601 text to `YYYY-MM-DDTHH:mm:ss.sssZ`: with `Z`, an offset (`+02:00`, `+0200`, `+02`), or
 * without a zone, which is UTC; `T` or a space; seconds and fraction may lack, and what goes beyond milliseconds is cut.
 * Left for the schema to refuse: a date alone (a day is no instant), a number (its unit would be a guess), hour 24, leap
 * seconds (`:60`), years of more than four digits, days that the month does not have.
 */
export const instant: Normaliser = (value) => {
  if (typeof value !== 'string') return value;
  const match = DATE_TIME.exec(value.trim());
  if (!match) return value;
  const [
    ,
    date = '',
    hour = '',
    minute = '',
    second = '00',
    fraction = '',
    sign,
    offsetHour = '0',
    offsetMinute = '0',
  ] = match;
  const local = `${date}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  if (!isInstant(local)) return value;
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60_000;
  const normal = new Date(Date.parse(local) - (sign === '-' ? -offset : offset)).toISOString();
  return isInstant(normal) ? normal : value;
};

/** 3 March 1973: what lies before it as milliseconds is today's time in seconds. */
const LEAST_EPOCH_MS = 100_000_000_000;
/** The last millisecond of the year 9999. */
const MOST_EPOCH_MS = 253_402_300_799_999;

/**
 * An {@link instant}, or a number of milliseconds since the epoch, whose fraction is cut. A number below 10¹¹ is left for the
 * schema to refuse: it is seconds, which would become some day of 1970 unnoticed.
 */
export const instantOrEpochMs: Normaliser = (value) =>
  typeof value === 'number' && value >= LEAST_EPOCH_MS && value <= MOST_EPOCH_MS
    ? new Date(value).toISOString()
    : instant(value);

/** 9 September 2001 as seconds: what lies below is neither seconds nor milliseconds of any event. */
const LEAST_EPOCH_S = 1_000_000_000;

/**
 * An {@link instantOrEpochMs}, or a number of seconds since the epoch, with a fraction or without: for producers of both
 * kinds. A number from 10⁹ up to 10¹¹ is seconds (until the year 5138), from 10¹¹ on milliseconds (since 1973); one below
 * 10⁹ is left for the schema to refuse. A fraction is read to the microsecond and cut to the millisecond.
 */
export const instantOrEpoch: Normaliser = (value) =>
  typeof value === 'number' && value >= LEAST_EPOCH_S && value < LEAST_EPOCH_MS
    ? new Date(Math.floor(Math.round(value * 1e6) / 1000)).toISOString()
    : instantOrEpochMs(value);
