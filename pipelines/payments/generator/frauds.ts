import type { Random } from '../../../core/producer/generator.ts';
import { jump, takeover, velocity } from '../settings.ts';
import { himself } from './session.ts';
import { type Actor, looked, paid, plain, productOf, type Step } from './step.ts';
import { addressIn, cardOf, countries, type User } from './user.ts';

/** A fraud in a user's name, as the steps of whoever commits it. */
type Scenario = (random: Random, user: User) => Step[];

/** How often whoever commits a fraud has the user's own device and network: a session that was hijacked. */
const HIJACKED = 0.15;

/** By the name that labels its events; in the order in which they take turns. */
export const frauds = {
  /** Passwords are tried until one fits, then something expensive is bought that can be sold on. */
  'account-takeover': (random, user) => {
    const thief = somebodyElse(random, user);
    const failed = repeat(random, 2, 5, () => plain('login_failed', thief));
    const bought = repeat(random, 2, 3, () => expensive(random, thief, takeover.amount * random.uniform(1.02, 4)));
    return [...failed, plain('login_success', thief), ...bought.flat()];
  },
  /** Numbers of stolen cards are tried with small amounts, or with none: which of them work? */
  'card-testing': (random, user) => {
    const thief = somebodyElse(random, user);
    const tries = repeat(random, velocity.purchases + 4, velocity.purchases + 8, () => {
      const price = random.chance(0.1) ? 0 : random.uniform(0.5, 5);
      return paid('purchase', { ...thief, card: cardOf(random.integer(0, 9999)) }, productOf(random, price));
    });
    return [plain('login', thief), ...tries];
  },
  /** Two purchases as the user makes them, then what is far above. */
  'amount-jump': (random, user) => {
    const thief = random.chance(0.5) ? himself(random, user) : somebodyElse(random, user);
    const modest = Math.max(user.usual, jump.least * 1.1);
    const usual = repeat(random, 2, 2, () =>
      paid('purchase', thief, productOf(random, modest * random.uniform(0.95, 1.3))),
    );
    const high = repeat(random, 2, 2, () =>
      expensive(random, thief, modest * (1 + jump.rise) * random.uniform(1.35, 2)),
    );
    return [plain('login_success', thief), ...usual, ...high.flat()];
  },
  /** One high purchase after the other, until somebody notices. */
  'velocity-burst': (random, user) => {
    const thief = somebodyElse(random, user);
    const each = velocity.spent / velocity.purchases;
    const bought = repeat(random, velocity.purchases + 2, velocity.purchases + 4, () =>
      paid('purchase', thief, productOf(random, each * random.uniform(0.8, 1.8))),
    );
    return [plain('login_success', thief), ...bought];
  },
  /** Looks around and buys as the user does, only a few things and for somewhat more: what no rule has a limit for. */
  patient: (random, user) => {
    const thief = somebodyElse(random, user);
    const bought = repeat(random, 1, 3, () => {
      const product = productOf(random, user.usual * random.uniform(1.2, 5), random.pick(user.merchants));
      return [
        looked('view_product', thief, product),
        looked('add_to_cart', thief, product),
        paid('purchase', thief, product),
      ];
    });
    return [plain(random.pick(['login', 'login_success']), thief), ...bought.flat()];
  },
} as const satisfies Readonly<Record<string, Scenario>>;

/** A kind of fraud. */
export type Fraud = keyof typeof frauds;

function somebodyElse(random: Random, user: User): Actor {
  if (random.chance(HIJACKED)) return himself(random, user);
  const country = random.pick(countries);
  return {
    ip: addressIn(country, random.integer(0, 65_535)),
    device: `${random.pick(['mobile', 'laptop'])}-${random.hex(6)}`,
    country,
    card: user.card,
  };
}

function expensive(random: Random, thief: Actor, price: number): Step[] {
  const product = productOf(random, price);
  return [looked('view_product', thief, product), paid('purchase', thief, product)];
}

function repeat<T>(random: Random, least: number, most: number, make: () => T): T[] {
  return Array.from({ length: random.integer(least, most) }, make);
}
