import Type, { type Static } from 'typebox';
import { notFromTheFuture } from '../../core/checks.ts';
import { fields, instant, instantOrEpochMs, lowerCase } from '../../core/normalise.ts';
import type { ArrivalContext } from '../../core/pipeline.ts';
import type { Reason } from '../../core/reason.ts';
import { courseForm, isApiForm } from './course-form.ts';

const line = (maxLength: number, description?: string) =>
  Type.String({ format: 'line', maxLength, ...(description !== undefined && { description }) });

/** A person in normal form: the fields that the course's `format_data` puts on the topic, then what Caudal adds. */
export const schema = Type.Object({
  id: Type.String({ format: 'uuid', description: 'login.uuid of the API' }),
  first_name: line(100),
  last_name: line(100),
  gender: Type.Enum(['female', 'male', 'other']),
  address: line(400, 'number and street, city, state, country'),
  post_code: line(20),
  email: Type.String({ format: 'email', description: 'in lower case' }),
  username: line(100),
  dob: Type.String({ format: 'instant', description: 'birth' }),
  registered_date: Type.String({ format: 'instant' }),
  phone: line(40),
  picture: Type.String({ pattern: '^https?://[!-~]{1,400}$' }),
  country: line(60, 'the last part of the address, where it is not sent'),
  source: Type.Optional(Type.Enum(['randomuser', 'generated'], { description: 'who made the person up' })),
  _event_time: Type.Optional(
    Type.String({ format: 'instant', description: 'when it was fetched or arrived; not stored' }),
  ),
  ts: Type.Optional(
    Type.String({ format: 'instant', description: 'when it was put; the arrival where it is not sent' }),
  ),
});

export type User = Static<typeof schema>;

/** Printable ASCII without white space but for single spaces: most text, and nothing has to be done to it. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** The same characters are the same bytes, whichever way an accent was typed; white space is one space. */
const plain = (value: unknown): unknown =>
  typeof value !== 'string' || PLAIN.test(value) ? value : value.normalize('NFC').trim().replace(/\s+/gu, ' ');

const plainLower = (value: unknown): unknown => lowerCase(plain(value));

/** Post codes of many countries are numbers in JSON, which have lost nothing but leading zeros. */
const postCode = (value: unknown): unknown => (Number.isSafeInteger(value) ? String(value) : plain(value));

const normalForm = fields({
  id: plainLower,
  first_name: plain,
  last_name: plain,
  gender: plainLower,
  address: plain,
  post_code: postCode,
  // The local part may tell upper from lower case, by RFC 5321. No provider that matters does, and people type either.
  email: plainLower,
  username: plain,
  dob: instant,
  registered_date: instant,
  phone: plain,
  picture: plain,
  country: plain,
  source: plainLower,
  // The fetch function sends it, and where it lacks it is the arrival. As no part of the person it has no column: who is fetched
  // twice is one row with one content.
  _event_time: instantOrEpochMs,
  ts: instantOrEpochMs,
});

/** Brings either form into normal form: the course's flat one, and the API's nested one, of which only it is taken over. */
export function normalise(raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const flat = isApiForm(raw) ? courseForm(raw) : raw;
  return normalForm(Object.hasOwn(flat, 'country') ? flat : { ...flat, country: countryOf(flat.address) });
}

/** The course's event has no country but that of its address. */
function countryOf(address: unknown): string {
  return typeof address === 'string' && address.includes(',') ? address.slice(address.lastIndexOf(',') + 1) : 'unknown';
}

/** Before that nobody was born who registers. */
const EARLIEST_BIRTH = '1900-01-01T00:00:00.000Z';

/** Dates that have not come, and a person who registered before being born. */
export function check(user: User, context: ArrivalContext): readonly Reason[] {
  const { dob, registered_date } = user;
  const dates = ['dob', 'registered_date', '_event_time', 'ts'] as const;
  return [
    ...(dob < EARLIEST_BIRTH ? [rule('dob', `must be of 1900 or later (received ${dob})`)] : []),
    ...(registered_date < dob ? [rule('registered_date', `must not be before dob (received ${registered_date})`)] : []),
    ...dates.flatMap((field) => notFromTheFuture(field, user[field] ?? EARLIEST_BIRTH, context)),
  ];
}

function rule(field: keyof User, message: string): Reason {
  return { code: 'rule', field, message };
}
