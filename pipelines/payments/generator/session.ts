import type { Random } from '../../../core/producer/generator.ts';
import { type Actor, looked, paid, plain, productOf, type Step } from './step.ts';
import { addressIn, cardOf, countries, type User } from './user.ts';

/** How often an honest session is out of the way, so that nothing of the following tells fraud by itself. */
const chances = {
  mistypedPassword: 0.08,
  forgotPassword: 0.03,
  travels: 0.03,
  newDevice: 0.03,
  buys: 0.6,
  buysAgain: 0.25,
  /** Again what was bought before, without looking at it. */
  knowsWhat: 0.25,
  stocksUp: 0.06,
  /** A coffee, an app, an hour of parking. */
  trifle: 0.15,
  /** A flight, a washing machine. */
  dear: 0.04,
  splurges: 0.05,
  otherCard: 0.08,
  refund: 0.02,
  logsOut: 0.4,
};

/** A session of the user himself: logs in, looks around, often buys. */
export function honestSession(random: Random, user: User): Step[] {
  const actor = himself(random, user);
  const steps = entered(random, actor);
  if (random.chance(chances.stocksUp)) return [...steps, ...stockedUp(random, user, actor)];
  let purchases = random.chance(chances.buys) ? 1 + Number(random.chance(chances.buysAgain)) : 0;
  const views = random.integer(Math.max(1, purchases), 5);
  for (let view = 0; view < views; view += 1) {
    const product = productOf(random, priceOf(random, user), random.pick(user.merchants));
    if (purchases > 0 && random.chance(chances.knowsWhat)) {
      purchases -= 1;
      steps.push(paid('purchase', actor, product));
      continue;
    }
    steps.push(looked('view_product', actor, product));
    if (purchases < views - view && !random.chance(0.4)) continue;
    if (purchases === 0) continue;
    purchases -= 1;
    steps.push(looked('add_to_cart', actor, product), paid('purchase', actor, product));
    if (random.chance(chances.refund)) steps.push(paid('refund', actor, product));
  }
  if (random.chance(chances.logsOut)) steps.push(plain('logout', actor));
  return steps;
}

/** In, at the first go or not. */
function entered(random: Random, actor: Actor): Step[] {
  const failed = random.chance(chances.forgotPassword)
    ? random.integer(2, 4)
    : Number(random.chance(chances.mistypedPassword));
  if (failed === 0) return [plain(random.pick(['login', 'login_success']), actor)];
  return [...Array.from({ length: failed }, () => plain('login_failed', actor)), plain('login_success', actor)];
}

/** What the user spends, about: now and then far below what is usual, or far above. */
function priceOf(random: Random, user: User): number {
  if (random.chance(chances.trifle)) return random.uniform(0.5, 6);
  if (random.chance(chances.dear)) return random.uniform(200, 1500);
  return user.usual * (random.chance(chances.splurges) ? random.uniform(5, 15) : random.uniform(0.3, 2.2));
}

/** Presents, tickets, the pantry: one purchase after the other. */
function stockedUp(random: Random, user: User, actor: Actor): Step[] {
  return Array.from({ length: random.integer(4, 9) }, () => {
    const trifle = random.chance(chances.trifle);
    const price = trifle ? random.uniform(0.5, 6) : user.usual * random.uniform(0.2, 1.8);
    return paid('purchase', actor, productOf(random, price, random.pick(user.merchants)));
  });
}

/** The user, now and then abroad or with a device of somebody else's. */
export function himself(random: Random, user: User): Actor {
  const country = random.chance(chances.travels) ? random.pick(countries) : user.country;
  return {
    ip: country === user.country ? random.pick(user.ips) : addressIn(country, random.integer(0, 65_535)),
    device: random.chance(chances.newDevice) ? `mobile-${random.hex(6)}` : random.pick(user.devices),
    country,
    card: random.chance(chances.otherCard) ? cardOf(random.integer(0, 9999)) : user.card,
  };
}
