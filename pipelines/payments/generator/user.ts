import { createRandom } from '../../../core/producer/random.ts';

/** A user that is made up: the same for the same number, whoever asks. */
export interface User {
  readonly id: string;
  /** Where the user lives, ISO 3166-1 alpha-2. */
  readonly country: string;
  /** At home, and on the road. */
  readonly ips: readonly [home: string, mobile: string];
  readonly devices: readonly [string, ...string[]];
  /** What a purchase of this user comes to, about. */
  readonly usual: number;
  readonly merchants: readonly string[];
  /** The last four digits of the card. */
  readonly card: string;
}

/** Where users live and attackers come from. */
export const countries = ['AR', 'BR', 'CL', 'CO', 'DE', 'EC', 'ES', 'FR', 'IT', 'MX', 'PE', 'PT', 'US', 'UY'];

/** Where users buy. */
export const merchants = [
  ...['bakery_verde', 'books_lumen', 'cafe_sur', 'cinema_sol', 'garden_norte', 'groceries_rio', 'music_onda'],
  ...['pharmacy_alba', 'shoes_andes', 'sports_cima', 'toys_luna', 'transport_metro'],
];

const LEAST_USUAL = 12;
const MOST_USUAL = 110;

/** The user of that number, from 1. */
export function userOf(number: number): User {
  const random = createRandom('payments', 'user', number);
  const country = random.pick(countries);
  const devices = [`mobile-${random.hex(6)}`, `laptop-${random.hex(6)}`] as const;
  return {
    id: `user_${number}`,
    country,
    ips: [addressIn(country, random.integer(0, 65_535)), addressIn(country, random.integer(0, 65_535))],
    devices: random.chance(0.6) ? devices : [random.pick(devices)],
    usual: LEAST_USUAL * (MOST_USUAL / LEAST_USUAL) ** random.uniform(0, 1),
    merchants: [0, 1, 2, 3].map(() => random.pick(merchants)),
    card: cardOf(random.integer(0, 9999)),
  };
}

/** An address of a country: a private one (RFC 1918), so it is nobody's. */
export const addressIn = (country: string, host: number): string =>
  `10.${countries.indexOf(country) + 1}.${host >> 8}.${host & 255}`;

/** The last four digits of a card. */
export const cardOf = (number: number): string => String(number).padStart(4, '0');
