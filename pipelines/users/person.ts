import type { Random } from '../../core/producer/generator.ts';
import nations from './people.json' with { type: 'json' };

/** A person in the shape in which version 1.4 of the API gives people. */
export interface ApiPerson {
  readonly gender: 'female' | 'male';
  readonly name: { readonly title: string; readonly first: string; readonly last: string };
  readonly location: {
    readonly street: { readonly number: number; readonly name: string };
    readonly city: string;
    readonly state: string;
    readonly country: string;
    /** A number in most countries. */
    readonly postcode: number | string;
    readonly coordinates: { readonly latitude: string; readonly longitude: string };
    readonly timezone: { readonly offset: string; readonly description: string };
  };
  readonly email: string;
  readonly login: Readonly<Record<'uuid' | 'username' | 'password' | 'salt' | 'md5' | 'sha1' | 'sha256', string>>;
  readonly dob: { readonly date: string; readonly age: number };
  readonly registered: { readonly date: string; readonly age: number };
  readonly phone: string;
  readonly cell: string;
  readonly id: { readonly name: string; readonly value: string | null };
  readonly picture: { readonly large: string; readonly medium: string; readonly thumbnail: string };
  readonly nat: string;
}

const YEAR_MS = 365.2425 * 86_400_000;
/** Births and registrations lie within the bounds of the API's, which end in May 2022. */
const EARLIEST_BIRTH = Date.UTC(1945, 0, 1);
const LATEST_BIRTH = Date.UTC(2001, 0, 1);
const EARLIEST_REGISTRATION = Date.UTC(2002, 2, 21);
const LATEST_REGISTRATION = Date.UTC(2022, 4, 23);
/** How often somebody has registered as a child, which a rule finds. */
const CHILD_CHANCE = 0.03;
/** How often an address is of a domain of its own, of which another rule finds many. */
const OTHER_DOMAIN_CHANCE = 0.1;
const OTHER_DOMAIN = 'throwaway.example';
const TITLES = { female: ['Miss', 'Mrs', 'Ms'], male: ['Mr'] };
const COLOURS = ['amber', 'crimson', 'golden', 'indigo', 'silver', 'violet'];
const ANIMALS = ['badger', 'heron', 'lynx', 'otter', 'salmon', 'tortoise'];
/** Letters that lose no mark when they are taken apart, as they are written without. */
const LATIN: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', đ: 'dj', ı: 'i', ł: 'l' };

/**
 * A person made up of believable parts: names, streets and towns are of the country, post code and telephone number look like
 * those there. Nobody is meant, the e-mail domains belong to nobody. The same draws give the same person.
 *
 * @param among so many of the countries take part, 1 or more. @default all
 */
export function makePerson(random: Random, among = nations.length): ApiPerson {
  const nation = nations[random.integer(1, Math.min(among, nations.length)) - 1] ?? nations[0];
  if (!nation) throw new RangeError('people.json must list a country');
  const gender = random.pick(['female', 'male'] as const);
  const [first, last] = [written(random.pick(nation[gender])), written(random.pick(nation.last))];
  const [city = '', state = ''] = random.pick(nation.cities);
  const { born, registered } = lifeOf(random);
  const postcode = filled(random, nation.postcode);
  const portrait = `${gender === 'female' ? 'women' : 'men'}/${random.integer(0, 96)}.jpg`;
  return {
    gender,
    name: { title: random.pick(TITLES[gender]), first: first.native, last: last.native },
    location: {
      street: { number: random.integer(1, 9999), name: random.pick(nation.streets) },
      city,
      state,
      country: nation.country,
      postcode: /^[1-9]\d*$/.test(postcode) ? Number(postcode) : postcode,
      coordinates: {
        latitude: random.uniform(-90, 90).toFixed(4),
        longitude: random.uniform(-180, 180).toFixed(4),
      },
      timezone: { offset: '0:00', description: 'Western Europe Time, London, Lisbon, Casablanca' },
    },
    email: `${first.latin}.${last.latin}@${random.chance(OTHER_DOMAIN_CHANCE) ? OTHER_DOMAIN : 'example.com'}`,
    login: loginOf(random),
    dob: { date: new Date(born).toISOString(), age: yearsSince(born) },
    registered: { date: new Date(registered).toISOString(), age: yearsSince(registered) },
    phone: filled(random, nation.phone),
    cell: filled(random, nation.cell),
    id: { name: '', value: null },
    picture: {
      large: `https://randomuser.me/api/portraits/${portrait}`,
      medium: `https://randomuser.me/api/portraits/med/${portrait}`,
      thumbnail: `https://randomuser.me/api/portraits/thumb/${portrait}`,
    },
    nat: nation.nat,
  };
}

function lifeOf(random: Random): { born: number; registered: number } {
  if (random.chance(CHILD_CHANCE)) {
    const born = random.integer(EARLIEST_REGISTRATION - 6 * YEAR_MS, LATEST_BIRTH);
    return { born, registered: born + Math.floor(random.uniform(7, 15.9) * YEAR_MS) };
  }
  const born = random.integer(EARLIEST_BIRTH, LATEST_BIRTH);
  return {
    born,
    registered: random.integer(Math.max(EARLIEST_REGISTRATION, Math.ceil(born + 17 * YEAR_MS)), LATEST_REGISTRATION),
  };
}

function yearsSince(instant: number): number {
  return Math.floor((LATEST_REGISTRATION - instant) / YEAR_MS);
}

function loginOf(random: Random): ApiPerson['login'] {
  return {
    uuid: uuidOf(random),
    username: `${random.pick(COLOURS)}${random.pick(ANIMALS)}${random.integer(100, 999)}`,
    password: random.hex(8),
    salt: random.hex(8),
    md5: random.hex(32),
    sha1: random.hex(40),
    sha256: random.hex(64),
  };
}

/** Version 4. @see https://www.rfc-editor.org/rfc/rfc9562#section-5.4 */
function uuidOf(random: Random): string {
  const parts = [
    random.hex(8),
    random.hex(4),
    `4${random.hex(3)}`,
    `${random.pick(['8', '9', 'a', 'b'])}${random.hex(3)}`,
  ];
  return [...parts, random.hex(12)].join('-');
}

/** A pattern with digits in place of `#`, of which the first is none, and letters in place of `A`, `B` and `Q`. */
function filled(random: Random, pattern: string): string {
  let seen = false;
  return pattern.replace(/[#ABQ]/g, (sign) => {
    if (sign !== '#') return random.pick([...'ABCEGHJKLMNPRSTVXY']);
    const digit = random.integer(seen ? 0 : 1, 9);
    seen = true;
    return String(digit);
  });
}

/** A name, `native|latin` where its letters are none of Latin; of others the marks are left out. */
function written(name: string): { native: string; latin: string } {
  const [native = '', latin = native] = name.split('|');
  const plain = latin.toLowerCase().replace(/[ßøæœđıł]/g, (letter) => LATIN[letter] ?? letter);
  return { native, latin: plain.normalize('NFD').replace(/[^a-z]/g, '') };
}
