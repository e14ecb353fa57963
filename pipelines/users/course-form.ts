type Fields = Readonly<Record<string, unknown>>;

/** Whether an object has the nested form in which the API gives people. */
export function isApiForm(raw: Fields): boolean {
  return ['name', 'location', 'login'].some((field) => fieldsOf(own(raw, field)) !== undefined);
}

/**
 * The flat form in which the course's `format_data` puts a person on the topic, and the country. Password, salt and hashes
 * are not taken over, so they never come into a stream, a table or a log. What the person lacks is missing: whoever judges
 * the event says so. Never throws.
 */
export function courseForm(person: Fields): Record<string, unknown> {
  const [name, location, login] = ['name', 'location', 'login'].map((field) => fieldsOf(own(person, field)) ?? {});
  const all = {
    id: own(login, 'uuid'),
    first_name: own(name, 'first'),
    last_name: own(name, 'last'),
    gender: own(person, 'gender'),
    address: addressOf(location),
    post_code: own(location, 'postcode'),
    email: own(person, 'email'),
    username: own(login, 'username'),
    dob: within(person, 'dob', 'date'),
    registered_date: within(person, 'registered', 'date'),
    phone: own(person, 'phone'),
    picture: within(person, 'picture', 'medium'),
    country: own(location, 'country') ?? own(person, 'nat'),
    source: own(person, 'source'),
    ts: own(person, 'ts'),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Since version 1.3 a street has number and name; before that it was a text. */
function addressOf(location: Fields | undefined): string | undefined {
  const street = own(location, 'street');
  const { number, name } = fieldsOf(street) ?? {};
  const first = typeof street === 'string' ? street : [number, name].filter(isSaid).join(' ');
  const parts = [first, ...['city', 'state', 'country'].map((field) => own(location, field))];
  return parts.every(isSaid) ? parts.join(', ') : undefined;
}

function isSaid(part: unknown): boolean {
  return typeof part === 'number' || (typeof part === 'string' && part.trim() !== '');
}

/** `person.dob.date`, or `person.dob` of the versions in which that was a text. */
function within(person: Fields, field: string, inner: string): unknown {
  const value = own(person, field);
  const nested = fieldsOf(value);
  return nested ? own(nested, inner) : value;
}

function own(of: Fields | undefined, field: string): unknown {
  return of && Object.hasOwn(of, field) ? of[field] : undefined;
}

/** The value, where it is an object with fields. */
export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}
